declare module "write-file-atomic" {
  /** Writes beside the file and renames: a reader sees the old text or the new. Mode and owner stay. */
  function writeFileAtomic(file: string, data: string, options?: { readonly fsync?: boolean }): Promise<void>;
  export = writeFileAtomic;
}
