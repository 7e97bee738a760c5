"""Registry Lab teaches container registries by doing."""
