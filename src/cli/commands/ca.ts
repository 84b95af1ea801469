// `stackyard ca`: the certificate of this folder's authority, which clients of HTTPS are to trust.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../kernel/errors.ts";
import { stateFolder } from "../connection.ts";
import { print, printJson } from "../terminal.ts";

/** Runs the command: the certificate itself, or where it is. */
export function runCa(options: { readonly path?: boolean; readonly json?: boolean }): void {
  const path = join(stateFolder(), "authority", "authority.pem");
  if (!existsSync(path))
    throw new OperatorError({
      code: "ERR_NO_AUTHORITY",
      message: "There is no certificate authority yet: it is made when the first certificate is wanted.",
      hints: ["stackyard up --https-port 4567"],
    });
  const certificate = readFileSync(path, "utf8");
  if (options.json === true) printJson({ path, certificate });
  else print(options.path === true ? path : certificate.trimEnd());
}
