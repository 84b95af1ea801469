// Cors of a SAM REST API: an OPTIONS method on every path that has none.

import { isRecord } from "../../template/values.ts";
import { isIntrinsic, SamError } from "../draft.ts";
import type { Values } from "../draft.ts";
import { contentsOf, pathsOf } from "./document.ts";

const KNOWN = new Set(["AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge", "AllowCredentials"]);
const ALL = ["OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"];

/** Adds the methods. AWS: the answers of functions need the headers as well, and functions give them themselves. */
export function addCors(document: Values, cors: unknown): void {
  const settings: Values =
    typeof cors === "string" || isIntrinsic(cors) ? { AllowOrigin: cors } : isRecord(cors) ? cors : {};
  for (const name of Object.keys(settings))
    if (!KNOWN.has(name)) throw new SamError(`Invalid key '${name}' for 'Cors' property.`);
  const { AllowOrigin: origin = "'*'", AllowCredentials: isAllowed } = settings;
  if (isAllowed === true && origin === "'*'")
    throw new SamError(
      "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set",
    );
  const done = new Set<string>();
  for (const [path, given] of Object.entries(pathsOf(document))) {
    const normal = path === "/" ? path : path.replace(/\/+$/, "");
    if (done.has(normal)) continue;
    done.add(normal);
    let methods = settings["AllowMethods"];
    for (const item of contentsOf(given)) {
      if (item["options"] !== undefined) continue;
      methods ??= `'${methodsOf(item)}'`;
      item["options"] = preflight({ ...settings, AllowOrigin: origin, AllowMethods: methods });
    }
  }
}

function methodsOf(item: Values): string {
  const names = Object.keys(item);
  const methods = names.includes("x-amazon-apigateway-any-method") ? ALL : [...names, "options"];
  return [...new Set(methods.map((name) => name.toUpperCase()))].sort().join(",");
}

function preflight(settings: Values): Values {
  const {
    AllowOrigin: origin,
    AllowHeaders: headers,
    AllowMethods: methods,
    MaxAge: age,
    AllowCredentials: isAllowed,
  } = settings;
  const given: readonly (readonly [name: string, value: unknown, type: string])[] = [
    ["Access-Control-Allow-Origin", origin, "string"],
    ["Access-Control-Allow-Headers", headers, "string"],
    ["Access-Control-Allow-Methods", methods, "string"],
    ["Access-Control-Max-Age", age, "integer"],
    ["Access-Control-Allow-Credentials", isAllowed === true ? "'true'" : undefined, "string"],
  ];
  const present = given.filter(([, value]) => value !== undefined && value !== "");
  return {
    summary: "CORS support",
    consumes: ["application/json"],
    produces: ["application/json"],
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: "200",
          responseParameters: Object.fromEntries(
            present.map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
          responseTemplates: { "application/json": "{}\n" },
        },
      },
    },
    responses: {
      "200": {
        description: "Default response for CORS method",
        headers: Object.fromEntries(present.map(([name, , type]) => [name, { type }])),
      },
    },
  };
}
