// The contracts of a system's units as a commit of git has them.

import { execFile } from "node:child_process";
import { relative, sep } from "node:path";
import { promisify } from "node:util";
import { OperatorError } from "../../kernel/errors.ts";
import type { System } from "../system/system.ts";
import type { ContractsOf } from "./classify.ts";
import { CONTRACTS_FOLDER } from "./contract-files.ts";
import { parseContracts } from "./parse-contracts.ts";

const run = promisify(execFile);
// LIMIT: contracts are small; what is larger than this is none.
const MOST_BYTES = 16 * 1024 * 1024;

/** The contracts at a commit, a branch or a tag. Throws ERR_GIT. What could not be read there is left out. */
export async function contractsAt(
  system: Pick<System, "directory" | "units">,
  reference: string,
): Promise<ContractsOf> {
  const git = async (...args: readonly string[]): Promise<string> => {
    try {
      return (await run("git", ["-C", system.directory, ...args], { maxBuffer: MOST_BYTES })).stdout;
    } catch (error) {
      throw new OperatorError({
        code: "ERR_GIT",
        message: `"${reference}" is no environment, no number of a release, and no commit of git.`,
        hints: ["stackyard contracts check --against main", "stackyard contracts check --against test"],
        cause: error,
      });
    }
  };
  if (reference.startsWith("-"))
    throw new OperatorError({
      code: "ERR_GIT",
      message: `"${reference}" is no commit.`,
      hints: ["stackyard contracts check --against main"],
    });
  const commit = (await git("rev-parse", "--verify", "--quiet", `${reference}^{commit}`)).trim();
  const root = (await git("rev-parse", "--show-toplevel")).trimEnd();
  const found = await Promise.all(
    system.units.map(async ({ name, directory }) => {
      const folder = `${relative(root, directory).split(sep).join("/")}/${CONTRACTS_FOLDER}`.replace(/^\//, "");
      const listed = await git("ls-tree", "--full-tree", "--name-only", "-z", commit, `${folder}/`);
      const paths = listed.split("\0").filter((path) => /\.(?:ya?ml|json)$/.test(path));
      const files = await Promise.all(
        paths.map(async (path) => ({
          name: path.slice(folder.length + 1),
          text: await git("cat-file", "blob", `${commit}:${path}`),
          file: `${reference}:${path}`,
        })),
      );
      const { produces, reads } = parseContracts(files).contracts;
      return [name, { produces, reads }] as const;
    }),
  );
  return new Map(found.filter(([, { produces, reads }]) => produces.length + reads.length > 0));
}
