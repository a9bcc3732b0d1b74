from django.core.files.storage import Storage, default_storage


def files_below(storage: Storage, folder: str) -> list[str]:
    """The paths of all files in a folder and the folders in it, sorted; none when there is no such folder."""
    if not storage.exists(folder):
        return []
    folders, files = storage.listdir(folder)
    found = [f"{folder}/{name}" for name in files]
    for inner in folders:
        found += files_below(storage, f"{folder}/{inner}")
    return sorted(found)


def delete_files(folder: str, *, besides: str = "") -> None:
    """Delete all files below a folder of the private storage, but for one."""
    for path in files_below(default_storage, folder):
        if path != besides:
            default_storage.delete(path)
