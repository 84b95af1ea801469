// A health check's configuration: what its type needs, must not have, and gets by itself. Pure.

import type { HealthCheckConfig, UpdateHealthCheckCommandInput } from "@aws-sdk/client-route-53";
import type { Input, Present } from "../../../service/apis.ts";
import { invalidInput, notImplemented } from "../errors.ts";
import { MOST_CHILDREN } from "../quotas.ts";

export type Config = Present<HealthCheckConfig>;

const ENDPOINT_TYPES = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"] as const;
type EndpointType = (typeof ENDPOINT_TYPES)[number];

/** Whether an endpoint is checked, rather than other checks or an alarm. */
export function isEndpointCheck(config: Config): config is Config & { readonly Type: EndpointType } {
  return ENDPOINT_TYPES.some((type) => type === config.Type);
}

export const isSecure = ({ Type: type }: Config): boolean => type === "HTTPS" || type === "HTTPS_STR_MATCH";
export const isMatching = ({ Type: type }: Config): boolean => type === "HTTP_STR_MATCH" || type === "HTTPS_STR_MATCH";

/** AWS: HealthCheckConfig (API reference), Regions: at least three. */
const FEWEST_REGIONS = 3;

/**
 * The configuration with AWS's defaults. Throws InvalidInput. DEVIATION: AWS refuses addresses that are not public; here endpoints on this
 * machine are what there is to check.
 */
export function wholeConfig(given: Config): Config {
  const { Type: type } = given;
  if (type === "RECOVERY_CONTROL") throw notImplemented("A health check of type RECOVERY_CONTROL");
  if (type === "CLOUDWATCH_METRIC") return alarmConfig(given);
  return type === "CALCULATED" ? calculatedConfig(given) : endpointConfig(given);
}

function endpointConfig(given: Config): Config {
  const { Type: type } = given;
  if (given.IPAddress === undefined && given.FullyQualifiedDomainName === undefined)
    throw invalidInput("Invalid parameter : Either IPAddress or FullyQualifiedDomainName must be specified.");
  if (type === "TCP" && given.Port === undefined)
    throw invalidInput("Invalid parameter : A health check of type TCP needs a Port.");
  if (type === "TCP" && given.ResourcePath !== undefined)
    throw invalidInput("Invalid parameter : A health check of type TCP has no ResourcePath.");
  if (isMatching(given) !== (given.SearchString !== undefined && given.SearchString !== ""))
    throw invalidInput(
      "Invalid parameter : SearchString is for, and needed by, health checks of a type with STR_MATCH.",
    );
  if (given.RequestInterval !== undefined && given.RequestInterval !== 10 && given.RequestInterval !== 30)
    throw invalidInput("Invalid parameter : RequestInterval must be 10 or 30.");
  if (given.Regions !== undefined && given.Regions.length < FEWEST_REGIONS)
    throw invalidInput(`Invalid parameter : At least ${FEWEST_REGIONS} regions must be specified.`);
  forbid(given, ["ChildHealthChecks", "HealthThreshold", "AlarmIdentifier", "InsufficientDataHealthStatus"]);
  const path = given.ResourcePath;
  return {
    ...given,
    ...(given.Port === undefined && { Port: isSecure(given) ? 443 : 80 }),
    ...(path !== undefined && { ResourcePath: path.startsWith("/") ? path : `/${path}` }),
    RequestInterval: given.RequestInterval ?? 30,
    FailureThreshold: given.FailureThreshold ?? 3,
    MeasureLatency: given.MeasureLatency ?? false,
    Inverted: given.Inverted ?? false,
    Disabled: given.Disabled ?? false,
    ...(type !== "TCP" && { EnableSNI: given.EnableSNI ?? isSecure(given) }),
  };
}

function calculatedConfig(given: Config): Config {
  const children = given.ChildHealthChecks ?? [];
  if (children.length > MOST_CHILDREN)
    throw invalidInput(`Invalid parameter : No more than ${MOST_CHILDREN} child health checks can be specified.`);
  forbid(given, [...ENDPOINT_ONLY, "AlarmIdentifier", "InsufficientDataHealthStatus"]);
  return {
    ...given,
    ChildHealthChecks: children,
    HealthThreshold: given.HealthThreshold ?? children.length,
    Inverted: given.Inverted ?? false,
    Disabled: given.Disabled ?? false,
  };
}

function alarmConfig(given: Config): Config {
  if (given.AlarmIdentifier === undefined)
    throw invalidInput("Invalid parameter : A health check of type CLOUDWATCH_METRIC needs an AlarmIdentifier.");
  forbid(given, [...ENDPOINT_ONLY, "ChildHealthChecks", "HealthThreshold"]);
  return {
    ...given,
    InsufficientDataHealthStatus: given.InsufficientDataHealthStatus ?? "LastKnownStatus",
    Inverted: given.Inverted ?? false,
    Disabled: given.Disabled ?? false,
  };
}

const ENDPOINT_ONLY = [
  "IPAddress",
  "Port",
  "ResourcePath",
  "FullyQualifiedDomainName",
  "SearchString",
  "RequestInterval",
  "FailureThreshold",
  "MeasureLatency",
  "EnableSNI",
  "Regions",
] as const;

function forbid(given: Config, members: readonly (keyof Config)[]): void {
  const found = members.find((member) => given[member] !== undefined);
  if (found !== undefined)
    throw invalidInput(`Invalid parameter : ${found} cannot be specified for a health check of type ${given.Type}.`);
}

const UPDATED = [
  "IPAddress",
  "Port",
  "ResourcePath",
  "FullyQualifiedDomainName",
  "SearchString",
  "FailureThreshold",
  "Inverted",
  "Disabled",
  "HealthThreshold",
  "ChildHealthChecks",
  "EnableSNI",
  "Regions",
  "AlarmIdentifier",
  "InsufficientDataHealthStatus",
] as const;

/** The configuration after an update: what is given replaces, what is named in ResetElements goes back to its default. */
export function updatedConfig(config: Config, input: Input<UpdateHealthCheckCommandInput>): Config {
  const reset: readonly string[] = input.ResetElements ?? [];
  const kept = Object.entries(config).filter(([member]) => !reset.includes(member));
  const given = UPDATED.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member]] as const]));
  return wholeConfig({ ...Object.fromEntries(kept), ...Object.fromEntries(given), Type: config.Type });
}
