// SAM's policy templates for the tools that run an account. AWS: "AWS SAM policy template list".

import { allow, policy } from "./notation.ts";
import type { PolicyTemplate } from "./notation.ts";

/** The templates by their names. */
export const MANAGEMENT_TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  CloudFormationDescribeStacksPolicy: policy("", allow("cloudformation: DescribeStacks", "cloudformation stack/*")),
  CloudWatchDashboardPolicy: policy("", allow("cloudwatch: GetDashboard ListDashboards PutDashboard ListMetrics", "*")),
  CloudWatchDescribeAlarmHistoryPolicy: policy("", allow("cloudwatch: DescribeAlarmHistory", "*")),
  CloudWatchPutMetricPolicy: policy("", allow("cloudwatch: PutMetricData", "*")),
  FilterLogEventsPolicy: policy(
    "LogGroupName",
    allow("logs: FilterLogEvents", "logs log-group:${logGroupName}:log-stream:*"),
  ),
  CodeCommitCrudPolicy: policy(
    "RepositoryName",
    allow(
      "codecommit: GitPull GitPush CreateBranch DeleteBranch GetBranch ListBranches MergeBranchesByFastForward MergeBranchesBySquash MergeBranchesByThreeWay UpdateDefaultBranch BatchDescribeMergeConflicts CreateUnreferencedMergeCommit DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests CreatePullRequest DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests MergePullRequestByFastForward MergePullRequestBySquash MergePullRequestByThreeWay PostCommentForPullRequest UpdatePullRequestDescription UpdatePullRequestStatus UpdatePullRequestTitle DeleteFile GetBlob GetFile GetFolder PutFile DeleteCommentContent GetComment GetCommentsForComparedCommit PostCommentForComparedCommit PostCommentReply UpdateComment BatchGetCommits CreateCommit GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository UpdateRepositoryDescription ListTagsForResource TagResource UntagResource GetRepositoryTriggers PutRepositoryTriggers TestRepositoryTriggers GetBranch GetCommit UploadArchive GetUploadArchiveStatus CancelUploadArchive",
      "codecommit ${repositoryName}",
    ),
  ),
  CodeCommitReadPolicy: policy(
    "RepositoryName",
    allow(
      "codecommit: GitPull GetBranch ListBranches BatchDescribeMergeConflicts DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests GetBlob GetFile GetFolder GetComment GetCommentsForComparedCommit BatchGetCommits GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository ListTagsForResource GetRepositoryTriggers TestRepositoryTriggers GetBranch GetCommit GetUploadArchiveStatus",
      "codecommit ${repositoryName}",
    ),
  ),
  CodePipelineLambdaExecutionPolicy: policy("", allow("codepipeline: PutJobSuccessResult PutJobFailureResult", "*")),
  CodePipelineReadOnlyPolicy: policy(
    "PipelineName",
    allow("codepipeline: ListPipelineExecutions", "codepipeline ${pipelinename}"),
  ),
  CostExplorerReadOnlyPolicy: policy(
    "",
    allow(
      "ce: GetCostAndUsage GetDimensionValues GetReservationCoverage GetReservationPurchaseRecommendation GetReservationUtilization GetTags",
      "*",
    ),
  ),
  OrganizationsListAccountsPolicy: policy("", allow("organizations: ListAccounts", "*")),
  Route53ChangeResourceRecordSetsPolicy: policy(
    "HostedZoneId",
    allow("route53: ChangeResourceRecordSets", "route53:::hostedzone/${HostedZoneId}"),
  ),
  ServerlessRepoReadWriteAccessPolicy: policy(
    "",
    allow(
      "serverlessrepo: CreateApplication CreateApplicationVersion UpdateApplication GetApplication ListApplications ListApplicationVersions ListApplicationDependencies",
      ["serverlessrepo applications/*"],
    ),
  ),
};
