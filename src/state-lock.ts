// One process a state folder. On Linux the lock is a name in the kernel's table of sockets: it goes with its process,
// however that ends, so nothing stale is ever left and two starts at once cannot both have it.

import { createHash } from "node:crypto";
import { mkdirSync, realpathSync } from "node:fs";
import { createServer } from "node:net";

/** Lets go of the folder. */
export type Release = () => Promise<void>;

/** Takes a folder for this process; undefined if another process has it. Elsewhere than on Linux it is always given. */
export function lockFolder(folder: string): Promise<Release | undefined> {
  if (process.platform !== "linux") return Promise.resolve(() => Promise.resolve());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 40);
  const server = createServer((socket) => socket.destroy());
  server.unref();
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(`\0stackyard-${name}`, () => {
      resolve(() => new Promise((released) => void server.close(() => released())));
    });
  });
}
