import { accessSync, constants, statSync } from "node:fs";

/** Is there a file that this user may read? A folder is none. */
export function isReadableFile(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
}
