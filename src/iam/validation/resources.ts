// Resource ARNs: their parts, and whether any resource type has such ARNs.

import { isWithin, overlaps } from "../compare/signatures.ts";
import { compilePattern } from "../patterns.ts";
import { arnPattern, resourceTypesOfArn, type ServiceResourceType } from "../service-authorization.ts";
import type { Check, Report, TextPart } from "./policy-view.ts";
import { isKnownRegion } from "./regions.ts";

const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];
const OTHER_PARTITIONS = ["aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

export const checkResources: Check = ({ statements }, report) => {
  for (const statement of statements) {
    for (const name of ["Resource", "NotResource"] as const) {
      const resources = statement.texts(name);
      for (const resource of resources) checkArn(resource, report);
      checkRedundant(resources, report);
    }
  }
};

const hasWildcard = (text: string): boolean => /[*?]|\$\{/.test(text);

function checkArn(resource: TextPart, report: Report): void {
  const { text } = resource;
  if (text === "*") return;
  // Variables may have colons; parts are told apart without them.
  const parts = text.replaceAll(/\$\{[^}]*\}/g, (variable) => variable.replaceAll(":", "\u0000")).split(":");
  const [prefix = "", partition = "", service = "", region = "", account = "", ...rest] = parts;
  if (prefix !== "arn") {
    const canBeArn = compilePattern(prefix, { hasVariables: false }).matches("arn", () => undefined);
    if (!canBeArn && !prefix.includes("${")) report("INVALID_ARN_PREFIX", resource);
    return;
  }
  if (parts.length < 6) {
    if (!text.endsWith("*")) report("MISSING_ARN_FIELD", resource, { fields: "6" });
    return;
  }
  if (hasWildcard(service)) return report("WILDCARD_IN_SERVICE_NAME", resource);
  if (!hasWildcard(partition) && ![...PARTITIONS, ...OTHER_PARTITIONS].includes(partition)) {
    report("INVALID_PARTITION", resource, { service, partition, partitions: PARTITIONS.join(", ") });
  }
  const types = resourceTypesOfArn(service);
  if (types === undefined) {
    if (resourceTypesOfArn(service.toLowerCase()) !== undefined)
      report("INVALID_ARN_SERVICE_CASE", resource, { service });
    else report("INVALID_SERVICE", resource, { service });
    return;
  }
  const name = rest.join(":").replaceAll(/\$\{[^}]*\}/g, "*");
  const candidates = types.filter((type) => overlaps(name, resourcePart(type)));
  if (candidates.length === 0) return report("INVALID_ARN_RESOURCE", resource);
  checkRegion(resource, service, region, candidates, report);
  checkAccount(resource, service, account, candidates, report);
}

/** What follows the fifth colon in a type's ARNs. */
function resourcePart(type: ServiceResourceType): string {
  return arnPattern(type).split(":").slice(5).join(":");
}

function checkRegion(
  resource: TextPart,
  service: string,
  region: string,
  types: readonly ServiceResourceType[],
  report: Report,
): void {
  const regions = types.map(({ arn }) => arn.split(":")[3] ?? "");
  if (region === "") {
    if (regions.every((each) => each !== "")) report("MISSING_ARN_REGION", resource, { service });
    return;
  }
  if (hasWildcard(region)) return;
  if (regions.every((each) => each === "")) report("ARN_REGION_NOT_ALLOWED", resource, { service });
  else if (!isKnownRegion(region)) report("INVALID_ARN_REGION", resource, { region });
}

function checkAccount(
  resource: TextPart,
  service: string,
  account: string,
  types: readonly ServiceResourceType[],
  report: Report,
): void {
  const accounts = types.map(({ arn }) => arn.split(":")[4] ?? "");
  if (account === "") {
    // Types of AWS's own, such as its managed policies, have no account that a customer could give.
    if (accounts.every((each) => each === "${Account}")) {
      report("MISSING_ARN_ACCOUNT", resource, { resourceName: resource.text });
    }
    return;
  }
  if (hasWildcard(account)) return;
  if (accounts.every((each) => each === "")) report("ARN_ACCOUNT_NOT_ALLOWED", resource, { service });
  else if (!/^\d{12}$/.test(account) && account !== "aws" && !accounts.includes(account)) {
    report("INVALID_ARN_ACCOUNT", resource, { account });
  }
}

function checkRedundant(resources: readonly TextPart[], report: Report): void {
  const texts = resources.map(({ text }) => text);
  const patterns = [...new Set(texts.filter((text) => /[*?]/.test(text) && !text.includes("${")))];
  const redundant = resources.filter(({ text }, at) => {
    if (texts.indexOf(text) < at) return true;
    return patterns.some(
      (other) => other !== text && (other === "*" || (!text.includes("${") && isWithin(text, other))),
    );
  });
  if (redundant.length === 0) return;
  report("REDUNDANT_RESOURCE", redundant, { redundantResourceCount: String(redundant.length) });
}
