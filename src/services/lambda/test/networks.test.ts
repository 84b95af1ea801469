// Goal: functions in VPCs hold what they need of EC2, and only as long as they need it. Method: the SDK over HTTP, with EC2 asked beside it.

import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  CreateNetworkInterfaceCommand,
} from "@aws-sdk/client-ec2";
import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { LambdaClient, CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import { lambdaBench, type LambdaBench } from "./bench.ts";

const ECHO = "export const handler = async (event) => event";
const MAY_CONNECT = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"];

interface NetworkBench extends LambdaBench {
  readonly ec2: EC2Client;
  readonly subnetId: string;
  readonly groupId: string;
  readonly VpcConfig: { readonly SubnetIds: string[]; readonly SecurityGroupIds: string[] };
  readonly Role: string;
  /** The interfaces of functions. */
  interfaces(): Promise<readonly (string | undefined)[]>;
}

async function networkBench(): Promise<NetworkBench> {
  const bench = await lambdaBench();
  const ec2 = bench.account.client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const VpcId = Vpc?.VpcId;
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.0.0/28" }));
  const group = { VpcId, GroupName: "functions", Description: "functions" };
  const { GroupId: groupId = "" } = await ec2.send(new CreateSecurityGroupCommand(group));
  const subnetId = Subnet?.SubnetId ?? "";
  return {
    ...bench,
    ec2,
    subnetId,
    groupId,
    VpcConfig: { SubnetIds: [subnetId], SecurityGroupIds: [groupId] },
    Role: await bench.role("connected", MAY_CONNECT),
    async interfaces() {
      const Filters = [{ Name: "interface-type", Values: ["lambda"] }];
      const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
      return NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
    },
  };
}

// AWS: "Understanding Hyperplane Elastic Network Interfaces (ENIs)".
test("functions with the same subnet and groups share an interface, which stays until the last has gone", async () => {
  const { lambda, ec2, create, invoke, interfaces, subnetId, groupId, VpcConfig, Role } = await networkBench();
  await create("one", ECHO, { Role, VpcConfig });
  await create("other", ECHO, { Role, VpcConfig, Publish: true });
  expect(await interfaces()).toHaveLength(1);
  const shown = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "one" }));
  expect(shown).toMatchObject({
    State: "Active",
    VpcConfig: { ...VpcConfig, VpcId: expect.stringMatching(/^vpc-/), Ipv6AllowedForDualStack: false },
  });
  expect((await invoke("one", { a: 1 })).value).toEqual({ a: 1 });
  await lambda.send(new DeleteFunctionCommand({ FunctionName: "one" }));
  expect(await interfaces()).toHaveLength(1);
  await expect(ec2.send(new DeleteSubnetCommand({ SubnetId: subnetId }))).rejects.toMatchObject({
    name: "DependencyViolation",
  });
  await expect(ec2.send(new DeleteSecurityGroupCommand({ GroupId: groupId }))).rejects.toMatchObject({
    name: "DependencyViolation",
  });
  // AWS: the published version still has the network that $LATEST leaves.
  const none = { SubnetIds: [], SecurityGroupIds: [] };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "other", VpcConfig: none }));
  expect((await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "other" }))).VpcConfig).toBeUndefined();
  expect(await interfaces()).toHaveLength(1);
  await lambda.send(new DeleteFunctionCommand({ FunctionName: "other" }));
  expect(await interfaces()).toEqual([]);
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId: groupId }));
  await ec2.send(new DeleteSubnetCommand({ SubnetId: subnetId }));
});

test("what is wrong with a network is said in EC2's words, and what the role may not in Lambda's", async () => {
  const { create, VpcConfig, Role, role, groupId, subnetId } = await networkBench();
  const refused = (message: string) => ({ name: "InvalidParameterValueException", message });
  await expect(create("half", ECHO, { Role, VpcConfig: { SubnetIds: [subnetId] } })).rejects.toMatchObject(
    refused("SubnetIds and SecurityIds must coexist or be both empty list."),
  );
  await expect(
    create("nowhere", ECHO, { Role, VpcConfig: { SubnetIds: ["subnet-0a"], SecurityGroupIds: [groupId] } }),
  ).rejects.toMatchObject(
    refused(
      "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-0a' does not exist",
    ),
  );
  const plain = await role("plain");
  await expect(create("denied", ECHO, { Role: plain, VpcConfig })).rejects.toMatchObject(
    refused("The provided execution role does not have permissions to call CreateNetworkInterface on EC2"),
  );
});

test("the caller has to be allowed to look the network up", async () => {
  const { account, VpcConfig, Role } = await networkBench();
  const iam = account.client(IAMClient);
  const UserName = "deployer";
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["lambda:*", "iam:PassRole"], Resource: "*" }],
  });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "deploy", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const deployer = account.clientWith(LambdaClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const asked = new CreateFunctionCommand({
    FunctionName: "blind",
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Role,
    Code: { ZipFile: zipOf({ "index.mjs": ECHO }) },
    VpcConfig,
  });
  await expect(deployer.send(asked)).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining(
      "please make sure your request credentials have permission to DescribeSubnets for subnet-",
    ),
    $metadata: { httpStatusCode: 403 },
  });
});

// AWS: "Lambda function states": StateReasonCode SubnetOutOfIPAddresses; Invoke: SubnetIPAddressLimitReachedException, 502.
test("a function whose subnet has no addresses left is Failed, and is not run", async () => {
  const { lambda, ec2, create, interfaces, subnetId, VpcConfig, Role } = await networkBench();
  const rest = { SubnetId: subnetId, SecondaryPrivateIpAddressCount: 10 };
  await ec2.send(new CreateNetworkInterfaceCommand(rest));
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnetId] }));
  expect(Subnets?.[0]?.AvailableIpAddressCount).toBe(0);
  const FunctionName = "crowded";
  await expect(create(FunctionName, ECHO, { Role, VpcConfig })).resolves.toBeDefined();
  expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({
    State: "Failed",
    StateReasonCode: "SubnetOutOfIPAddresses",
  });
  await expect(lambda.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject({
    name: "SubnetIPAddressLimitReachedException",
    $metadata: { httpStatusCode: 502 },
  });
  expect(await interfaces()).toEqual([]);
});
