// Which errors AWS documents for an operation. The SDK's schemas do not tell, but its declarations do: each command's
// comment has a line "@throws {@link Name} (client fault)" for every error of the operation's model. Read from the
// installed packages, the list is never older than the SDK that the sweep speaks with.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { loadModel } from "../../../src/model/load.ts";
import { documentedByS3 } from "./s3-documented.ts";

const require = createRequire(import.meta.url);
const THROWS = /@throws \{@link (\w+)\} \((?:client|server) fault\)/g;

/** The HTTP status of each documented error of an operation, by the error's name. */
export function documentedErrors(service: string, operation: string): ReadonlyMap<string, number> {
  const folder = dirname(require.resolve(`@aws-sdk/client-${service}/package.json`));
  const declaration = readFileSync(join(folder, "dist-types", "commands", `${operation}Command.d.ts`), "utf8");
  const { errors } = loadModel(service);
  const declared = new Map(
    [...declaration.matchAll(THROWS)].map(([, name = ""]) => {
      const status = errors.get(name)?.error?.status;
      if (status === undefined) throw new Error(`The model of "${service}" does not know its error "${name}".`);
      return [name, status];
    }),
  );
  // S3's model names few of the errors that its API reference lists.
  return service === "s3" ? new Map([...declared, ...Object.entries(documentedByS3(operation))]) : declared;
}
