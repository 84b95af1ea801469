// SAM's policy templates for functions, workflows, machines and their networks. AWS: "AWS SAM policy template list".

import { allow, policy } from "./notation.ts";
import type { PolicyTemplate } from "./notation.ts";

/** The templates by their names. */
export const COMPUTE_TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  LambdaInvokePolicy: policy("FunctionName", allow("lambda: InvokeFunction", "lambda function:${functionName}*")),
  StepFunctionsCallbackPolicy: policy(
    "StateMachineName",
    allow("states: SendTaskFailure SendTaskHeartbeat SendTaskSuccess", "states stateMachine:${stateMachineName}"),
  ),
  StepFunctionsExecutionPolicy: policy(
    "StateMachineName",
    allow("states: StartExecution", "states stateMachine:${stateMachineName}"),
  ),
  StepFunctionsExecutionPolicy_v2: policy(
    "StateMachineName",
    allow("states: StartExecution StartSyncExecution", "states stateMachine:${stateMachineName}"),
  ),
  EC2CopyImagePolicy: policy("ImageId", allow("ec2: CopyImage", "ec2 image/${imageId}")),
  EC2DescribePolicy: policy("", allow("ec2: DescribeRegions DescribeInstances", "*")),
  AMIDescribePolicy: policy("", allow("ec2: DescribeImages", "*")),
  EcsRunTaskPolicy: policy("TaskDefinition", allow("ecs: RunTask", "ecs task-definition/${taskDefinition}")),
  EKSDescribePolicy: policy("", allow("eks: DescribeCluster ListClusters", "*")),
  ElasticMapReduceAddJobFlowStepsPolicy: policy(
    "ClusterId",
    allow("elasticmapreduce:AddJobFlowSteps", "elasticmapreduce cluster/${clusterId}"),
  ),
  ElasticMapReduceCancelStepsPolicy: policy(
    "ClusterId",
    allow("elasticmapreduce:CancelSteps", "elasticmapreduce cluster/${clusterId}"),
  ),
  ElasticMapReduceModifyInstanceFleetPolicy: policy(
    "ClusterId",
    allow("elasticmapreduce: ModifyInstanceFleet ListInstanceFleets", "elasticmapreduce cluster/${clusterId}"),
  ),
  ElasticMapReduceModifyInstanceGroupsPolicy: policy(
    "ClusterId",
    allow("elasticmapreduce: ModifyInstanceGroups ListInstanceGroups", "elasticmapreduce cluster/${clusterId}"),
  ),
  ElasticMapReduceSetTerminationProtectionPolicy: policy(
    "ClusterId",
    allow("elasticmapreduce:SetTerminationProtection", "elasticmapreduce cluster/${clusterId}"),
  ),
  ElasticMapReduceTerminateJobFlowsPolicy: policy(
    "ClusterId",
    allow("elasticmapreduce:TerminateJobFlows", "elasticmapreduce cluster/${clusterId}"),
  ),
  VPCAccessPolicy: policy(
    "",
    allow("ec2: CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface", "*"),
  ),
};
