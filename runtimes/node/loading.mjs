// Finds and loads a function's handler as AWS's runtime does.

import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { RuntimeFault } from "./faults.mjs";

const { parse } = JSON;
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");

/**
 * `require` honours NODE_PATH, `import` does not. AWS: "Node.js 18.x runtime now available in AWS Lambda": the runtime
 * searches the folders listed in NODE_PATH when loading ES modules, too.
 */
export function importFromLayers({ taskRoot, environment }) {
  // Found without: it is in a folder above the code.
  const sdk = path.join(path.dirname(taskRoot), "node_modules");
  const folders = (environment.NODE_PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== sdk && path.basename(folder) === "node_modules" && fs.existsSync(folder));
  if (folders.length === 0) return;
  const parents = folders.map((folder) => pathToFileURL(path.join(folder, "..", "importer.mjs")).href);
  Module.register(new URL("layer-imports.mjs", import.meta.url), { data: parents });
}

/** The handler of a name such as "src/api.orders.get"; the runtime decides whether it may take a callback. */
export async function load(taskRoot, handlerName, executionEnvironment) {
  if (handlerName.includes(".."))
    throw new RuntimeFault(
      "MalformedHandlerName",
      `'${handlerName}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const folder = handlerName.slice(0, handlerName.lastIndexOf("/") + 1);
  const [, moduleName, exportPath] = /^([^.]*)\.(.*)$/.exec(handlerName.slice(folder.length)) ?? [];
  if (moduleName === undefined) throw new RuntimeFault("MalformedHandlerName", "Bad handler");
  const loaded = await loadModule(taskRoot, path.resolve(taskRoot, folder, moduleName), moduleName);
  const found = exportPath.split(".").reduce((value, name) => value && value[name], loaded);
  if (!found) throw new RuntimeFault("HandlerNotFound", `${handlerName} is undefined or not exported`);
  if (typeof found !== "function") throw new RuntimeFault("HandlerNotFound", `${handlerName} is not a function`);
  // AWS: "Define Lambda function handler in Node.js": callbacks are refused from Node.js 24 on.
  if (executionEnvironment === "AWS_Lambda_nodejs24.x" && found.length >= 3 && !found[STREAMING])
    throw new RuntimeFault(
      "CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
    );
  return found;
}

async function loadModule(taskRoot, file, moduleName) {
  const require = createRequire(path.join(taskRoot, "noop.js"));
  const importFile = (name) => import(pathToFileURL(name).href);
  try {
    if (fs.existsSync(file) && fs.statSync(file).isFile()) return require(file);
    if (fs.existsSync(`${file}.js`))
      return isModuleFolder(path.dirname(file), taskRoot) ? await importFile(`${file}.js`) : require(`${file}.js`);
    if (fs.existsSync(`${file}.mjs`)) return await importFile(`${file}.mjs`);
    if (fs.existsSync(`${file}.cjs`)) return require(`${file}.cjs`);
    return require(require.resolve(moduleName, { paths: [taskRoot, path.dirname(file)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeFault("UserCodeSyntaxError", String(error));
    if (error?.code === "MODULE_NOT_FOUND") throw new RuntimeFault("ImportModuleError", `Error: ${error.message}`);
    throw error;
  }
}

/** Whether the nearest package.json, looked for up to the task's root, makes .js files ES modules. */
function isModuleFolder(folder, taskRoot) {
  const file = path.join(folder, "package.json");
  if (fs.existsSync(file)) {
    try {
      return parse(fs.readFileSync(file, "utf8")).type === "module";
    } catch {
      return false;
    }
  }
  if (folder === taskRoot || path.basename(folder) === "node_modules") return false;
  return isModuleFolder(path.dirname(folder), taskRoot);
}
