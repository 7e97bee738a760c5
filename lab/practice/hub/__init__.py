"""What stands for Docker Hub: a directory of real images, made by the lab itself."""
