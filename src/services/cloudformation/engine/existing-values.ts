// Parameters of AWS-specific types: their values are held against what the account has. AWS: "Parameters", "AWS-specific parameter types".

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { parameterValue } from "../template/parameters.ts";
import type { ParameterTexts } from "../template/parameters.ts";
import type { Template } from "../template/template.ts";
import { memberOf } from "../template/values.ts";

/** Finds out which of some values there are. */
type Lookup = (values: string[], aws: AwsApis) => Promise<readonly (string | undefined)[]>;

const byFilter = (name: string, values: string[]) => ({ Filters: [{ Name: name, Values: values }] });

/**
 * By the type of one value. LIMIT: key pairs, images, instances and volumes are taken as they are given: this cloud has none, and nothing that could use
 * them.
 */
const LOOKUPS: Readonly<Record<string, Lookup>> = {
  "AWS::EC2::AvailabilityZone::Name": async (names, { ec2 }) =>
    ((await ec2.describeAvailabilityZones(byFilter("zone-name", names))).AvailabilityZones ?? []).map(
      ({ ZoneName }) => ZoneName,
    ),
  "AWS::EC2::SecurityGroup::GroupName": async (names, { ec2 }) =>
    ((await ec2.describeSecurityGroups(byFilter("group-name", names))).SecurityGroups ?? []).map(
      ({ GroupName }) => GroupName,
    ),
  "AWS::EC2::SecurityGroup::Id": async (ids, { ec2 }) =>
    ((await ec2.describeSecurityGroups(byFilter("group-id", ids))).SecurityGroups ?? []).map(({ GroupId }) => GroupId),
  "AWS::EC2::Subnet::Id": async (ids, { ec2 }) =>
    ((await ec2.describeSubnets(byFilter("subnet-id", ids))).Subnets ?? []).map(({ SubnetId }) => SubnetId),
  "AWS::EC2::VPC::Id": async (ids, { ec2 }) =>
    ((await ec2.describeVpcs(byFilter("vpc-id", ids))).Vpcs ?? []).map(({ VpcId }) => VpcId),
  "AWS::Route53::HostedZone::Id": async (ids, { route53 }) =>
    Promise.all(ids.map(async (id) => ((await isThere(() => route53.getHostedZone({ Id: id }))) ? id : undefined))),
  "AWS::SSM::Parameter::Name": async (names, { ssm }) =>
    Promise.all(
      names.map(async (name) => ((await isThere(() => ssm.getParameter({ Name: name }))) ? name : undefined)),
    ),
};

/** AWS's message for the first value that the account does not have; undefined if it has all. `resolved` are the values behind SSM parameters. */
export async function missingValue(
  template: Template,
  texts: ParameterTexts,
  resolved: ParameterTexts,
  aws: AwsApis,
): Promise<string | undefined> {
  for (const { name, type } of template.parameters.values()) {
    const inner = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(type)?.[1] ?? type;
    const lookup = memberOf(LOOKUPS, /^List<(.*)>$/.exec(inner)?.[1] ?? inner);
    const text = memberOf(resolved, name) ?? memberOf(texts, name);
    if (lookup === undefined || text === undefined) continue;
    const values = [parameterValue(inner, text)].flat();
    const found = new Set(values.length === 0 ? [] : await lookup(values, aws));
    const missing = values.find((value) => !found.has(value));
    // AWS: as issues of public templates quote it, also for empty values.
    if (missing !== undefined)
      return `Parameter validation failed: parameter value ${missing} for parameter name ${name} does not exist`;
  }
  return undefined;
}

async function isThere(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.status >= 400 && error.status < 500 && /NotFound|NoSuch/.test(error.code))
      return false;
    throw error;
  }
}
