// Which environment's releases a command is about: of the system at hand, or of one that is only named.

import type { Target } from "../delivery/cloud/target.ts";
import type { ReleasePlace } from "../delivery/release/release-store.ts";
import type { Environment } from "../delivery/system/system.ts";
import { targetOf } from "./connection.ts";
import { openKnownWorkspace } from "./workspace.ts";
import type { CommonOptions } from "./workspace.ts";

/** How the environment is named. */
export interface PlaceOptions extends CommonOptions {
  readonly dir?: string;
  readonly system?: string;
  readonly target?: string;
  readonly region?: string;
  readonly account?: string;
}

/** An environment whose releases can be read, without a source tree. */
export interface OpenPlace {
  readonly place: ReleasePlace;
  readonly target: Target;
  readonly environment: Environment;
}

/** Opens the place that the options name. */
export async function openPlace(options: PlaceOptions): Promise<OpenPlace> {
  const { system, environment } =
    options.system === undefined ? await openKnownWorkspace(options.dir, options) : named(options.system, options);
  const target = await targetOf(system, environment);
  return { place: { system: system.name, environment: environment.name }, target, environment };
}

function named(name: string, options: PlaceOptions): { system: { name: string }; environment: Environment } {
  const { region, account } = options;
  return {
    system: { name },
    environment: {
      name: options.env ?? "dev",
      target: options.target === "aws" ? "aws" : "local",
      ...(region === undefined ? {} : { region }),
      ...(account === undefined ? {} : { account }),
    },
  };
}
