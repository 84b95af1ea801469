// Code that a template holds itself: CloudFormation puts it into a file and zips it.
// AWS: "AWS::Lambda::Function Code", ZipFile: "places it in a file named index, and zips it".

import { strToU8, zipSync } from "fflate";
import { NODE_RESPONSE, PYTHON_RESPONSE } from "./response-modules.ts";

// One time for all, so that the same code makes the same package.
const MADE_AT = new Date(1980, 0, 1);

/** The package of an inline source. */
export function zipInline(source: string, runtime: string): Uint8Array {
  const isPython = runtime.startsWith("python");
  const files: Record<string, string> = { [isPython ? "index.py" : "index.js"]: source };
  if (isPython && source.includes("cfnresponse")) files["cfnresponse.py"] = PYTHON_RESPONSE;
  if (!isPython && source.includes("cfn-response")) files["node_modules/cfn-response/index.js"] = NODE_RESPONSE;
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, [strToU8(text), { mtime: MADE_AT }]])),
  );
}
