// The constraints of EventBridge Scheduler, as its API reference declares them.

import type { Constraints } from "../../service/constraints.ts";

const ACTION_AFTER_COMPLETION = { oneOf: ["NONE", "DELETE"] } as const;
const CLIENT_TOKEN = { length: [1, 64], pattern: "[a-zA-Z0-9-_]+" } as const;
const DEAD_LETTER_CONFIG_ARN_STRING = {
  length: [1, 1600],
  pattern: "arn:aws(-[a-z]+)?:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+",
} as const;
const DESCRIPTION = { length: [0, 512] } as const;
const DETAIL_TYPE = { length: [1, 128] } as const;
const FLEXIBLE_TIME_WINDOW_MODE = { oneOf: ["OFF", "FLEXIBLE"] } as const;
const KMS_KEY_ARN = {
  length: [1, 2048],
  pattern: "arn:aws(-[a-z]+)?:kms:[a-z0-9\\-]+:\\d{12}:(key|alias)\\/[0-9a-zA-Z-_]*",
} as const;
const MAX_RESULTS = { range: [1, 100] } as const;
const MAXIMUM_EVENT_AGE_IN_SECONDS = { range: [60, 86400] } as const;
const MAXIMUM_RETRY_ATTEMPTS = { range: [0, 185] } as const;
const MAXIMUM_WINDOW_IN_MINUTES = { range: [1, 1440] } as const;
const MESSAGE_GROUP_ID = { length: [1, 128] } as const;
const NAME = { length: [1, 64], pattern: "[0-9a-zA-Z-_.]+" } as const;
const NAME_PREFIX = { length: [1, 64], pattern: "[0-9a-zA-Z-_.]+" } as const;
const NEXT_TOKEN = { length: [1, 2048] } as const;
const ROLE_ARN = { length: [1, 1600], pattern: "arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+" } as const;
const SCHEDULE_EXPRESSION = { length: [1, 256] } as const;
const SCHEDULE_EXPRESSION_TIMEZONE = { length: [1, 50] } as const;
const SCHEDULE_GROUP_NAME = { length: [1, 64], pattern: "[0-9a-zA-Z-_.]+" } as const;
const SCHEDULE_GROUP_NAME_PREFIX = { length: [1, 64], pattern: "[0-9a-zA-Z-_.]+" } as const;
const SCHEDULE_STATE = { oneOf: ["ENABLED", "DISABLED"] } as const;
const SOURCE = {
  length: [1, 256],
  pattern: "(?=[/\\.\\-_A-Za-z0-9]+)((?!aws\\.).*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)",
} as const;
const TAG_KEY = { length: [1, 128] } as const;
const TAG_KEY_LIST = { length: [0, 200] } as const;
const TAG_LIST = { length: [0, 200] } as const;
const TAG_RESOURCE_ARN = {
  length: [1, 1011],
  pattern: "arn:aws(-[a-z]+)?:scheduler:[a-z0-9\\-]+:\\d{12}:schedule-group\\/[0-9a-zA-Z-_.]+",
} as const;
const TAG_VALUE = { length: [1, 256] } as const;
const TARGET_ARN = { length: [1, 1600] } as const;
const TARGET_INPUT = { length: [1, Number.MAX_SAFE_INTEGER] } as const;
const TARGET_PARTITION_KEY = { length: [1, 256] } as const;

// CreateSchedule and UpdateSchedule take the same.
const SCHEDULE = {
  ActionAfterCompletion: ACTION_AFTER_COMPLETION,
  ClientToken: CLIENT_TOKEN,
  Description: DESCRIPTION,
  "FlexibleTimeWindow.MaximumWindowInMinutes": MAXIMUM_WINDOW_IN_MINUTES,
  "FlexibleTimeWindow.Mode": FLEXIBLE_TIME_WINDOW_MODE,
  GroupName: SCHEDULE_GROUP_NAME,
  KmsKeyArn: KMS_KEY_ARN,
  Name: NAME,
  ScheduleExpression: SCHEDULE_EXPRESSION,
  ScheduleExpressionTimezone: SCHEDULE_EXPRESSION_TIMEZONE,
  State: SCHEDULE_STATE,
  "Target.Arn": TARGET_ARN,
  "Target.DeadLetterConfig.Arn": DEAD_LETTER_CONFIG_ARN_STRING,
  "Target.EventBridgeParameters.DetailType": DETAIL_TYPE,
  "Target.EventBridgeParameters.Source": SOURCE,
  "Target.Input": TARGET_INPUT,
  "Target.KinesisParameters.PartitionKey": TARGET_PARTITION_KEY,
  "Target.RetryPolicy.MaximumEventAgeInSeconds": MAXIMUM_EVENT_AGE_IN_SECONDS,
  "Target.RetryPolicy.MaximumRetryAttempts": MAXIMUM_RETRY_ATTEMPTS,
  "Target.RoleArn": ROLE_ARN,
  "Target.SqsParameters.MessageGroupId": MESSAGE_GROUP_ID,
};

export const constraints: Constraints = {
  CreateSchedule: SCHEDULE,
  CreateScheduleGroup: {
    ClientToken: CLIENT_TOKEN,
    Name: SCHEDULE_GROUP_NAME,
    Tags: TAG_LIST,
    "Tags.member.Key": TAG_KEY,
    "Tags.member.Value": TAG_VALUE,
  },
  DeleteSchedule: {
    ClientToken: CLIENT_TOKEN,
    GroupName: SCHEDULE_GROUP_NAME,
    Name: NAME,
  },
  DeleteScheduleGroup: {
    ClientToken: CLIENT_TOKEN,
    Name: SCHEDULE_GROUP_NAME,
  },
  GetSchedule: {
    GroupName: SCHEDULE_GROUP_NAME,
    Name: NAME,
  },
  GetScheduleGroup: {
    Name: SCHEDULE_GROUP_NAME,
  },
  ListScheduleGroups: {
    MaxResults: MAX_RESULTS,
    NamePrefix: SCHEDULE_GROUP_NAME_PREFIX,
    NextToken: NEXT_TOKEN,
  },
  ListSchedules: {
    GroupName: SCHEDULE_GROUP_NAME,
    MaxResults: MAX_RESULTS,
    NamePrefix: NAME_PREFIX,
    NextToken: NEXT_TOKEN,
    State: SCHEDULE_STATE,
  },
  ListTagsForResource: {
    ResourceArn: TAG_RESOURCE_ARN,
  },
  TagResource: {
    ResourceArn: TAG_RESOURCE_ARN,
    Tags: TAG_LIST,
    "Tags.member.Key": TAG_KEY,
    "Tags.member.Value": TAG_VALUE,
  },
  UntagResource: {
    ResourceArn: TAG_RESOURCE_ARN,
    TagKeys: TAG_KEY_LIST,
    "TagKeys.member": TAG_KEY,
  },
  UpdateSchedule: SCHEDULE,
};
