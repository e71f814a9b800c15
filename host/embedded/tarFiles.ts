export interface TarFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * The regular files of a tar archive with short names, which is what PGlite's extensions are: per file a block of 512
 * bytes (name at 0, size in octal at 124, type at 156), then its bytes, filled up to whole blocks; empty blocks end it.
 */
export function tarFiles(archive: Buffer): readonly TarFile[] {
  const files: TarFile[] = [];
  let at = 0;
  while (at + block <= archive.length && archive[at] !== 0) {
    const size = Number.parseInt(field(archive, at + 124, 12), 8);
    const type = field(archive, at + 156, 1);
    if (type === "0" || type === "") {
      files.push({ name: field(archive, at, 100), bytes: archive.subarray(at + block, at + block + size) });
    }
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}

const block = 512;

/** Text up to the first zero byte. */
function field(archive: Buffer, at: number, length: number): string {
  const bytes = archive.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end === -1 ? length : end);
}
