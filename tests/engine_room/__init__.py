"""The engine adapter, with engines and registries that say exactly what a test wants said."""
