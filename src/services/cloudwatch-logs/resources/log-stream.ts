// AWS::Logs::LogStream.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { everyLogGroup } from "./log-group.ts";

/** A log stream. Ref is its name; every change replaces it. */
export const logStreamType: ResourceType = {
  typeName: "AWS::Logs::LogStream",
  properties: ["LogGroupName", "LogStreamName"],

  async create(properties, context) {
    const logGroupName = String(properties["LogGroupName"]);
    const given = properties["LogStreamName"];
    const logStreamName = typeof given === "string" ? given : context.generateName({ maxLength: 512 });
    try {
      await context.aws.cloudWatchLogs.createLogStream({ logGroupName, logStreamName });
    } catch (error) {
      // A generated name is nobody else's: an interrupted run of this step made the stream.
      const isOurs = error instanceof AwsError && error.code === "ResourceAlreadyExistsException";
      if (!isOurs || typeof given === "string") throw error;
    }
    return { physicalId: logStreamName, attributes: {} };
  },

  async read(logStreamName, context, known) {
    const logGroupName = known?.["LogGroupName"];
    if (typeof logGroupName !== "string") return undefined;
    try {
      const { logStreams = [] } = await context.aws.cloudWatchLogs.describeLogStreams({
        logGroupName,
        logStreamNamePrefix: logStreamName,
      });
      const isThere = logStreams.some((stream) => stream.logStreamName === logStreamName);
      return isThere ? { LogGroupName: logGroupName, LogStreamName: logStreamName } : undefined;
    } catch (error) {
      if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
      throw error;
    }
  },

  async list(context) {
    const found: { LogGroupName: string; LogStreamName: string }[] = [];
    for (const logGroupName of await everyLogGroup(context)) {
      const parts = await everyPage(async (nextToken: string | undefined) => {
        const answer = await context.aws.cloudWatchLogs.describeLogStreams({ logGroupName, nextToken });
        return { items: answer.logStreams, next: answer.nextToken };
      });
      found.push(
        ...parts.map(({ logStreamName = "" }) => ({ LogGroupName: logGroupName, LogStreamName: logStreamName })),
      );
    }
    return found;
  },

  async delete(logStreamName, properties, context) {
    const logGroupName = String(properties["LogGroupName"]);
    try {
      await context.aws.cloudWatchLogs.deleteLogStream({ logGroupName, logStreamName });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    }
  },
};
