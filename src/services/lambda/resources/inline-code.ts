// Code that a template holds itself: CloudFormation puts it into a file and zips it.
// AWS: "AWS::Lambda::Function Code", ZipFile: "places it in a file named index, and zips it".

import { strToU8, zipSync } from "fflate";

// One time for all, so that the same code makes the same package.
const MADE_AT = new Date(1980, 0, 1);

/** The package of an inline source. */
export function zipInline(source: string, runtime: string): Uint8Array {
  const file = runtime.startsWith("python") ? "index.py" : "index.js";
  return zipSync({ [file]: [strToU8(source), { mtime: MADE_AT }] });
}
