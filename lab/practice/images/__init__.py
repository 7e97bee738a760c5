"""The engine's images: what it holds, and how they come and go over HTTP and in archives."""
