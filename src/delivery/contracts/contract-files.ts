// The files of a unit's folder "contracts", with their texts. Knows nothing of what they say.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The folder of a unit in which its contracts are. */
export const CONTRACTS_FOLDER = "contracts";

/** The file that says what the unit reads of others. */
export const READS = /^reads\.(?:ya?ml|json)$/;
const FILE = /\.(?:ya?ml|json)$/;

/** A file's name and text. */
export interface ContractFile {
  readonly name: string;
  readonly text: string;
  /** As messages name it. */
  readonly file: string;
}

/** The files of a unit's folder; none if there is no such folder. */
export async function readContractFiles(
  directory: string,
  shown: (path: string) => string,
): Promise<readonly ContractFile[]> {
  const folder = join(directory, CONTRACTS_FOLDER);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => FILE.test(name))
      .toSorted()
      .map(async (name) => ({
        name,
        text: await readFile(join(folder, name), "utf8"),
        file: shown(join(folder, name)),
      })),
  );
}
