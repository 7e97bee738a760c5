"""A registry of container images: the OCI distribution-spec 1.1 over HTTP, kept on disk as the distribution project keeps it."""
