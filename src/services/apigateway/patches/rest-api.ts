// What UpdateRestApi may change.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Scope } from "../../../service/context.ts";
import { badRequest } from "../errors.ts";
import { policyOf } from "../policies.ts";
import type { RestApiRecord } from "../records.ts";
import { endpointConfigurationOf, parseApiKeySource, parseCompressionSize, parseEndpointType } from "../rest-apis.ts";
import { flag, items, parseNumber, patched, PLAIN, type PatchRule, text } from "./patch.ts";

type Endpoint = RestApiRecord["endpointConfiguration"];

const endpoint = (
  path: string,
  ops: readonly string[],
  change: (endpoint: Endpoint, op: string, value: string, arg: string) => Endpoint,
): PatchRule<RestApiRecord> => ({
  path: `/endpointConfiguration${path}`,
  ops,
  apply: (api, { op, value = "", args: [arg = ""] }) => ({
    ...api,
    endpointConfiguration: change(api.endpointConfiguration, op, value, arg),
  }),
});

function rules(scope: Scope, apiId: string): readonly PatchRule<RestApiRecord>[] {
  return [
    text<RestApiRecord, "name">("name", { parse: requireName }),
    text<RestApiRecord, "description">("description", {
      ops: ["add", "replace", "remove"],
      parse: (value) => (value === "" ? undefined : value),
    }),
    text<RestApiRecord, "version">("version"),
    text<RestApiRecord, "policy">("policy", {
      ops: ["add", "replace", "remove"],
      parse: (value) => policyOf(value, scope, apiId),
    }),
    text<RestApiRecord, "apiKeySource">("apiKeySource", { parse: parseApiKeySource }),
    text<RestApiRecord, "minimumCompressionSize">("minimumCompressionSize", { parse: compressionSize }),
    flag<RestApiRecord, "disableExecuteApiEndpoint">("disableExecuteApiEndpoint"),
    ...items<RestApiRecord, "binaryMediaTypes">("binaryMediaTypes"),
    endpoint("/types/{index}", ["replace"], (present, _op, value) => {
      const type = parseEndpointType(value);
      return endpointConfigurationOf({
        types: [type],
        vpcEndpointIds: type === "PRIVATE" ? [...(present.vpcEndpointIds ?? [])] : undefined,
        ipAddressType: type === "PRIVATE" ? "dualstack" : present.ipAddressType,
      });
    }),
    endpoint("/ipAddressType", ["replace"], (present, _op, value) => {
      if (value !== "ipv4" && value !== "dualstack")
        throw badRequest("ipAddressType must be either ipv4 or dualstack.");
      return endpointConfigurationOf({ ...mutable(present), ipAddressType: value });
    }),
    endpoint("/vpcEndpointIds", ["add", "remove"], (present, op, value) => {
      const others = (present.vpcEndpointIds ?? []).filter((id) => id !== value);
      return endpointConfigurationOf({
        ...mutable(present),
        vpcEndpointIds: op === "add" ? [...others, value] : others,
      });
    }),
  ];
}

function mutable({ types, ipAddressType, vpcEndpointIds }: Endpoint) {
  return {
    types: [...types],
    ipAddressType,
    vpcEndpointIds: vpcEndpointIds === undefined ? undefined : [...vpcEndpointIds],
  };
}

function requireName(value: string): string {
  if (value === "") throw badRequest("API name cannot be empty");
  return value;
}

/** AWS: no value turns compression off; recorded: what is no number has the same error as what is out of range. */
function compressionSize(value: string): number | undefined {
  if (value === "") return undefined;
  return parseCompressionSize(/^-?\d+$/.test(value) ? parseNumber(value, "/minimumCompressionSize") : -1);
}

/** The API after a patch. */
export function patchedApi(
  scope: Scope,
  api: RestApiRecord,
  operations: readonly PatchOperation[] | undefined,
): RestApiRecord {
  return patched(api, operations, rules(scope, api.id), PLAIN);
}
