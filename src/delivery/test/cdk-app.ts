// A CDK app for tests: its program copies a cloud assembly that aws-cdk-lib made (test/corpus/cdk) to where it is told.

import { join } from "node:path";
import { makeFolder } from "./folders.ts";

/** The assembly of the app, as aws-cdk-lib made it. */
export const ASSEMBLY = join(import.meta.dirname, "../../../test/corpus/cdk/assembly");

const APP = `import { cpSync, readFileSync, writeFileSync } from "node:fs";
cpSync(${JSON.stringify(ASSEMBLY)}, process.env.CDK_OUTDIR, { recursive: true });
const overflow = process.env.CONTEXT_OVERFLOW_LOCATION_ENV;
writeFileSync("seen.json", JSON.stringify({
  account: process.env.CDK_DEFAULT_ACCOUNT,
  region: process.env.CDK_DEFAULT_REGION,
  context: { ...JSON.parse(process.env.CDK_CONTEXT_JSON), ...(overflow ? JSON.parse(readFileSync(overflow, "utf8")) : {}) },
}));
`;

/** A folder with the app; what it was told stands in seen.json after each synthesis. */
export function makeCdkApp(files: Readonly<Record<string, string>> = {}): string {
  return makeFolder({
    "cdk.json": JSON.stringify({ app: "node app.mjs", context: { stage: "dev", size: 1 } }),
    "app.mjs": APP,
    ...files,
  });
}
