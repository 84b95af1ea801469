// What UpdateMethod, UpdateMethodResponse, UpdateIntegration and UpdateIntegrationResponse may change.

import { badRequest } from "../errors.ts";
import { parsePassthroughBehavior } from "../integrations.ts";
import { parseAuthorizationType } from "../methods.ts";
import type { ContentHandling, Integration, IntegrationResponse, Method, MethodResponse } from "../records.ts";
import {
  asText,
  entry,
  flag,
  NO_CONTENT_TYPE,
  NO_PARAMETER,
  parseFlag,
  parseNumber,
  type PatchRule,
  text,
  valueItems,
} from "./patch.ts";

const ANY = ["add", "replace", "remove"] as const;
const orNone = (value: string): string | undefined => (value === "" ? undefined : value);
const parameters = { parse: parseFlag, missing: NO_PARAMETER };
const mappings = { parse: asText, missing: NO_PARAMETER };
const byContentType = { parse: asText, missing: NO_CONTENT_TYPE };

export const METHOD_RULES: readonly PatchRule<Method>[] = [
  text<Method, "authorizationType">("authorizationType", { parse: parseAuthorizationType }),
  text<Method, "authorizerId">("authorizerId", { parse: orNone }),
  flag<Method, "apiKeyRequired">("apiKeyRequired"),
  text<Method, "operationName">("operationName", { parse: orNone }),
  text<Method, "requestValidatorId">("requestValidatorId", { parse: orNone }),
  entry<Method, "requestParameters", boolean>("requestParameters", parameters),
  entry<Method, "requestModels", string>("requestModels", byContentType),
  valueItems<Method, "authorizationScopes">("authorizationScopes"),
];

export const METHOD_RESPONSE_RULES: readonly PatchRule<MethodResponse>[] = [
  entry<MethodResponse, "responseParameters", boolean>("responseParameters", parameters),
  entry<MethodResponse, "responseModels", string>("responseModels", byContentType),
];

function parseContentHandling(value: string): ContentHandling | undefined {
  if (value === "") return undefined;
  if (value === "CONVERT_TO_BINARY" || value === "CONVERT_TO_TEXT") return value;
  throw badRequest("Invalid contentHandling specified. Valid options are CONVERT_TO_BINARY, CONVERT_TO_TEXT");
}

function parseConnectionType(value: string): "INTERNET" | "VPC_LINK" {
  if (value === "INTERNET" || value === "VPC_LINK") return value;
  throw badRequest("Invalid connectionType specified. Valid options are INTERNET, VPC_LINK");
}

const cacheKeys = (integration: Integration, key: string, isAdded: boolean): Integration => {
  const others = integration.cacheKeyParameters.filter((present) => present !== key);
  return { ...integration, cacheKeyParameters: isAdded ? [...others, key] : others };
};

export const INTEGRATION_RULES: readonly PatchRule<Integration>[] = [
  text<Integration, "httpMethod">("httpMethod"),
  text<Integration, "uri">("uri"),
  text<Integration, "connectionType">("connectionType", { parse: parseConnectionType }),
  text<Integration, "connectionId">("connectionId", { ops: ANY }),
  text<Integration, "credentials">("credentials", { ops: ANY, parse: orNone }),
  text<Integration, "passthroughBehavior">("passthroughBehavior", { parse: parsePassthroughBehavior }),
  text<Integration, "contentHandling">("contentHandling", { ops: ANY, parse: parseContentHandling }),
  text<Integration, "cacheNamespace">("cacheNamespace"),
  text<Integration, "timeoutInMillis">("timeoutInMillis", { parse: (value) => parseNumber(value, "/timeoutInMillis") }),
  text<Integration, "responseTransferMode">("responseTransferMode", {
    parse: (value) => {
      if (value === "BUFFERED" || value === "STREAM") return value;
      throw badRequest("Invalid responseTransferMode specified. Valid options are BUFFERED, STREAM");
    },
  }),
  {
    path: "/tlsConfig/insecureSkipVerification",
    ops: ["replace"],
    apply: (integration, { value }) => ({ ...integration, tlsConfig: { insecureSkipVerification: parseFlag(value) } }),
  },
  entry<Integration, "requestParameters", string>("requestParameters", mappings),
  entry<Integration, "requestTemplates", string>("requestTemplates", byContentType),
  {
    path: "/cacheKeyParameters/{name}",
    ops: ["add", "remove"],
    apply: (integration, { op, args: [name = ""] }) => cacheKeys(integration, name, op === "add"),
  },
  {
    path: "/cacheKeyParameters",
    ops: ["add", "remove"],
    apply: (integration, { op, value = "" }) => cacheKeys(integration, value, op === "add"),
  },
];

export const INTEGRATION_RESPONSE_RULES: readonly PatchRule<IntegrationResponse>[] = [
  text<IntegrationResponse, "selectionPattern">("selectionPattern"),
  text<IntegrationResponse, "contentHandling">("contentHandling", { ops: ANY, parse: parseContentHandling }),
  entry<IntegrationResponse, "responseParameters", string>("responseParameters", mappings),
  entry<IntegrationResponse, "responseTemplates", string>("responseTemplates", byContentType),
];
