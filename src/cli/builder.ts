// The builder of a command: its builds are remembered in the state folder.

import { join } from "node:path";
import { createBuilder } from "../delivery/build/build.ts";
import type { Builder } from "../delivery/build/build.ts";
import type { System } from "../delivery/system/system.ts";
import { stateFolder } from "./connection.ts";

/** Opens a builder for a system. Dispose of it. */
export function openBuilder(system: Pick<System, "base">): Builder {
  return createBuilder(system.base, { cacheFolder: join(stateFolder(), "build-cache") });
}
