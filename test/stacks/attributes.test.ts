// Goal: every attribute that CloudFormation's registry names has a value. Method: the types with all their properties in one stack; what it noted
// of each resource is held against the schema of the type.

import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { loadResources } from "../../src/services/cloudformation/repo.ts";
import { loadResourceSchema } from "../../src/services/cloudformation/schema/resource-schema.ts";
import { sharedYard } from "../../src/testing/harness.ts";
import { fullTypes } from "./full-types.ts";
import { putLayerContent } from "./layer-content.ts";
import { putNestedTemplate } from "./nested-template.ts";
import { templateUrl } from "./template-bucket.ts";

/** Attributes of what is not here, or was not asked for. */
const WITHOUT_VALUE = [
  // Of a stack that a change set made; its outputs are attributes by their names.
  /^AWS::CloudFormation::Stack (ChangeSetId|Outputs)$/,
  // Of NAT gateways that are of a Region.
  /^AWS::EC2::NatGateway (AutoProvisionZones|AutoScalingIps|RouteTableId)$/,
  // Addresses of IPv6, names of public addresses, Outposts, a whole account's block of public access, encryption control.
  /^AWS::EC2::(NetworkInterface (PrimaryIpv6Address|PublicIpDnsNameOptions)|Subnet (BlockPublicAccessStates|OutpostArn))$/,
  /^AWS::EC2::VPC VpcEncryptionControl\./,
  // Private APIs; and a connection's credentials are not a secret of the customer's.
  /^AWS::Events::Connection (.*ResourceAssociationArn|SecretArn)$/,
  // It has members only.
  /^AWS::Kinesis::Stream WarmThroughputObject$/,
  // Tables of objects' metadata.
  /^AWS::S3::Bucket Metadata/,
];

test("every attribute of every type has a value", async () => {
  const { yard, account: newAccount } = await sharedYard();
  const account = newAccount();
  await putLayerContent(account);
  const template = JSON.stringify(fullTypes(await putNestedTemplate(account)));
  const client = account.client(CloudFormationClient);
  const { StackId = "" } = await client.send(
    new CreateStackCommand({
      StackName: "attributes",
      TemplateURL: await templateUrl(account, "attributes", template),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
    }),
  );
  await yard.context.jobs.settled();
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: StackId }));
  expect(stack?.StackStatus).toBe("CREATE_COMPLETE");
  const scope = { account: account.account, region: account.region };
  const resources = yard.context.store.read((tx) => [...loadResources(tx, scope, StackId).values()]);
  const given = new Map<string, Set<string>>();
  for (const { current } of resources) {
    const names = given.get(current.typeName) ?? new Set();
    for (const name of namesIn(current.attributes)) names.add(name);
    given.set(current.typeName, names);
  }
  const missing = [...given].flatMap(([typeName, names]) =>
    (loadResourceSchema(typeName)?.attributes ?? [])
      .filter((name) => !names.has(name))
      .map((name) => `${typeName} ${name}`)
      .filter((attribute) => !WITHOUT_VALUE.some((pattern) => pattern.test(attribute))),
  );
  expect(missing).toEqual([]);
}, 90_000);

function namesIn(attributes: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(attributes).flatMap(([name, value]) => [
    ...(value === undefined ? [] : [name]),
    ...(typeof value === "object" && value !== null ? Object.keys(value).map((member) => `${name}.${member}`) : []),
  ]);
}
