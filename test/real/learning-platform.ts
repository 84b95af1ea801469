// The example system for tests, and the smaller system of six units: a copy of its own that may be changed, and where it answers.

import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type CommandLine, ROOT } from "./command-line.ts";

/** The HTTP APIs of the six units. */
export interface SixUnitsUrls {
  readonly course: string;
  readonly payment: string;
  readonly user: string;
}

/** Copies the example into the test's folder; returns where it is. */
export function copyPlatform(cli: CommandLine): string {
  const directory = join(cli.folder, "learning-platform");
  cpSync(join(ROOT, "examples", "learning-platform"), directory, { recursive: true });
  // Its scripts use the SDK, which is where they come from.
  symlinkSync(join(ROOT, "node_modules"), join(cli.folder, "node_modules"));
  return directory;
}

/** Copies the system of six units, which has all that a release can have and is half as large as the example. */
export function copySixUnits(cli: CommandLine): string {
  const directory = join(cli.folder, "learning-platform");
  cpSync(join(ROOT, "test", "real", "six-units"), directory, { recursive: true });
  return directory;
}

/** All outputs of all units. */
export async function platformOutputs(cli: CommandLine, directory: string): Promise<Readonly<Record<string, string>>> {
  interface Status {
    readonly units: readonly { readonly outputs: Readonly<Record<string, string>> }[];
  }
  const [status] = await cli.json<Status>(["status", directory]);
  return Object.assign({}, ...(status?.units ?? []).map((unit) => unit.outputs)) as Record<string, string>;
}

/** Where the six units answer. */
export async function sixUnitsUrls(cli: CommandLine, directory: string): Promise<SixUnitsUrls> {
  const { CourseApiUrl = "", PaymentApiUrl = "", UserApiUrl = "" } = await platformOutputs(cli, directory);
  return { course: CourseApiUrl, payment: PaymentApiUrl, user: UserApiUrl };
}
