// Names that only one environment can have: those of buckets, and domain names, are known to the whole of AWS, whatever the account. Pure.

import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { systemIn } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import { objectAt, textOf } from "../system/template.ts";
import type { TemplateValue } from "../system/template.ts";
import { evaluateSystem } from "./evaluate.ts";

// AWS: "Bucket naming rules" (unique across all accounts); "CNAMEAlreadyExists" of CloudFront; "Setting up custom domain names" of API
// Gateway (one API of a region has a name); "AssociateAlias". The properties that claim such a name.
const CLAIMS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "AWS::S3::Bucket": [["BucketName"]],
  "AWS::CloudFront::Distribution": [["DistributionConfig", "Aliases"]],
  "AWS::ApiGateway::DomainName": [["DomainName"]],
  "AWS::ApiGatewayV2::DomainName": [["DomainName"]],
  "AWS::Cognito::UserPoolDomain": [["Domain"]],
  "AWS::Serverless::Api": [["Domain", "DomainName"]],
  "AWS::Serverless::HttpApi": [["Domain", "DomainName"]],
};

interface Claim {
  readonly type: string;
  readonly name: string;
  readonly unit: string;
  readonly logicalId: string;
  readonly path: readonly string[];
}

/** Reports names that a unit claims in this environment and in another one of the same target. */
export function checkClaims(system: System, environment: Environment): readonly Diagnostic[] {
  if (!system.units.some(claimsSomething)) return [];
  const own = claimsOf(system, environment);
  return system.environments
    .filter((other) => other.name !== environment.name && other.target === environment.target)
    .flatMap((other) => {
      const theirs = claimsOf(systemIn(system, other), other);
      return own.flatMap(({ type, name, unit, logicalId, path }): readonly Diagnostic[] => {
        if (!theirs.some((each) => each.type === type && each.name === name)) return [];
        const template = system.units.find((each) => each.name === unit)?.template;
        const position = template?.positionOf(path);
        return [
          {
            severity: "error",
            code: "NAME_IN_TWO_ENVIRONMENTS",
            summary: "Two environments claim a name that only one can have.",
            detail: `"${name}" of ${type} is claimed in environment "${environment.name}" and in "${other.name}". Put a parameter of the environment, or the account's number, into it, or leave the name to CloudFormation.`,
            logicalId,
            ...(position === undefined ? {} : { position }),
          },
        ];
      });
    });
}

function claimsSomething({ template }: System["units"][number]): boolean {
  return Object.values(objectAt(template.body, "Resources")).some(
    (resource) => CLAIMS[textOf(objectAt(resource)["Type"]) ?? ""] !== undefined,
  );
}

// LIMIT: names that only the cloud can work out are nobody's here.
function claimsOf(system: System, environment: Environment): readonly Claim[] {
  const { region, account } = environment;
  // Accounts of the embedded cloud are known by their names, and differ wherever those do.
  const id = environment.target === "aws" ? account : (account ?? `${system.name}-${environment.name}`);
  const { units } = evaluateSystem(system, environment, { region, account: id });
  return system.units.flatMap(({ name: unit }) =>
    Object.entries(objectAt(units.get(unit)?.body, "Resources")).flatMap(([logicalId, resource]) => {
      const type = textOf(objectAt(resource)["Type"]) ?? "";
      return (CLAIMS[type] ?? []).flatMap((property) => {
        const path = ["Resources", logicalId, "Properties", ...property];
        const value = objectAt(resource, "Properties", ...property.slice(0, -1))[property.at(-1) ?? ""];
        return namesIn(value).map((name): Claim => ({ type, name, unit, logicalId, path }));
      });
    }),
  );
}

function namesIn(value: TemplateValue | undefined): readonly string[] {
  const texts = Array.isArray(value) ? value : [value];
  return texts.filter((each): each is string => typeof each === "string" && !each.includes("⟦"));
}
