// Functions of rules that look at the account: Fn::RefAll, Fn::ValueOf and Fn::ValueOfAll give way to the values that they stand for, before the rules
// are evaluated. AWS: Template Reference, "Rule functions", "Supported attributes".

import type { AwsApis } from "../../../service/apis.ts";
import { validationError } from "../errors.ts";
import { isListType, parameterValue } from "../template/parameters.ts";
import type { ParameterTexts } from "../template/parameters.ts";
import type { Template } from "../template/template.ts";
import { isRecord, memberOf } from "../template/values.ts";

/** One thing that a parameter type names, with its attributes; those of its tags are "Tags.KEY". */
interface Thing {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

type List = (aws: AwsApis) => Promise<readonly Thing[]>;

interface Tagged {
  readonly Tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
}

const tagsOf = ({ Tags = [] }: Tagged) => Object.fromEntries(Tags.map(({ Key, Value }) => [`Tags.${Key}`, Value]));

/** By the type of one value. LIMIT: other types are refused by name. */
const LISTS: Readonly<Record<string, List>> = {
  "AWS::EC2::AvailabilityZone::Name": async ({ ec2 }) =>
    ((await ec2.describeAvailabilityZones({})).AvailabilityZones ?? []).map(({ ZoneName = "" }) => ({
      id: ZoneName,
      attributes: {},
    })),
  "AWS::EC2::SecurityGroup::GroupName": async ({ ec2 }) =>
    ((await ec2.describeSecurityGroups({})).SecurityGroups ?? []).map(({ GroupName = "", ...group }) => ({
      id: GroupName,
      attributes: tagsOf(group),
    })),
  "AWS::EC2::SecurityGroup::Id": async ({ ec2 }) =>
    ((await ec2.describeSecurityGroups({})).SecurityGroups ?? []).map(({ GroupId = "", ...group }) => ({
      id: GroupId,
      attributes: tagsOf(group),
    })),
  "AWS::EC2::Subnet::Id": async ({ ec2 }) =>
    ((await ec2.describeSubnets({})).Subnets ?? []).map(({ SubnetId = "", AvailabilityZone, VpcId, ...subnet }) => ({
      id: SubnetId,
      attributes: { AvailabilityZone, VpcId, ...tagsOf(subnet) },
    })),
  async "AWS::EC2::VPC::Id"({ ec2 }) {
    const { Vpcs = [] } = await ec2.describeVpcs({});
    const { SecurityGroups = [] } = await ec2.describeSecurityGroups({});
    const { NetworkAcls = [] } = await ec2.describeNetworkAcls({});
    return Vpcs.map(({ VpcId = "", ...vpc }) => ({
      id: VpcId,
      attributes: {
        DefaultNetwork: NetworkAcls.find((acl) => acl.VpcId === VpcId && acl.IsDefault === true)?.NetworkAclId,
        DefaultSecurityGroup: SecurityGroups.find((group) => group.VpcId === VpcId && group.GroupName === "default")
          ?.GroupId,
        ...tagsOf(vpc),
      },
    }));
  },
};

/** The rules with these functions' values in their places. Rejects where a function asks for what there is not; the wordings are inferred. */
export async function resolveRuleFunctions(
  rules: unknown,
  template: Template,
  { parameters, resolved }: { readonly parameters: ParameterTexts; readonly resolved: ParameterTexts },
  aws: AwsApis,
): Promise<unknown> {
  const listed = new Map<string, Promise<readonly Thing[]>>();
  return walk(rules);

  async function walk(value: unknown): Promise<unknown> {
    if (Array.isArray(value)) return Promise.all(value.map((item) => walk(item)));
    if (!isRecord(value)) return value;
    const [[name, argument] = ["", undefined], ...others] = Object.entries(value);
    if (others.length === 0) {
      if (name === "Fn::RefAll") return (await thingsOf(String(argument))).map(({ id }) => id);
      const [subject, attribute] = Array.isArray(argument) ? argument.map(String) : [];
      if (name === "Fn::ValueOfAll") return valuesOf(await thingsOf(String(subject)), String(attribute));
      if (name === "Fn::ValueOf") return valueOf(String(subject), String(attribute));
    }
    const entries = Object.entries(value).map(async ([key, member]) => [key, await walk(member)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async function valueOf(parameter: string, attribute: string): Promise<unknown> {
    const declared = template.parameters.get(parameter);
    if (declared === undefined)
      throw validationError(`Template error: Fn::ValueOf names ${parameter}, which is no parameter of the template.`);
    const inner = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(declared.type)?.[1] ?? declared.type;
    const text = memberOf(resolved, parameter) ?? memberOf(parameters, parameter) ?? "";
    const ids = new Set([parameterValue(inner, text)].flat());
    const things = await thingsOf(/^List<(.*)>$/.exec(inner)?.[1] ?? inner);
    const values = valuesOf(
      things.filter(({ id }) => ids.has(id)),
      attribute,
    );
    return isListType(inner) ? values : (values[0] ?? "");
  }

  function thingsOf(typeName: string): Promise<readonly Thing[]> {
    const list = memberOf(LISTS, typeName);
    if (list === undefined)
      throw validationError(`Template error: rules cannot look at values of type ${typeName} in this cloud yet.`);
    const found = listed.get(typeName) ?? list(aws);
    listed.set(typeName, found);
    return found;
  }
}

function valuesOf(things: readonly Thing[], attribute: string): string[] {
  return things.flatMap(({ attributes }) => memberOf(attributes, attribute) ?? []);
}
