// What UpdatePipe makes of a source's parameters. Pure.
// AWS: UpdatePipe: what is left out stays; of the fields of one service, all that are left out go back to their defaults.

import type { PipeSourceParameters, UpdatePipeSourceParameters } from "@aws-sdk/client-pipes";

/** The parameters with what a request changes; where a stream is begun to be read stays. */
export function updateSource(
  before: PipeSourceParameters,
  changes: UpdatePipeSourceParameters | undefined,
): PipeSourceParameters {
  if (changes === undefined) return before;
  const { FilterCriteria, SqsQueueParameters, KinesisStreamParameters, DynamoDBStreamParameters } = changes;
  const kinesis = before.KinesisStreamParameters;
  const dynamoDb = before.DynamoDBStreamParameters;
  return {
    ...before,
    ...(FilterCriteria === undefined ? {} : { FilterCriteria }),
    ...(SqsQueueParameters === undefined ? {} : { SqsQueueParameters }),
    ...(KinesisStreamParameters === undefined || kinesis === undefined
      ? {}
      : {
          KinesisStreamParameters: {
            ...KinesisStreamParameters,
            StartingPosition: kinesis.StartingPosition,
            StartingPositionTimestamp: kinesis.StartingPositionTimestamp,
          },
        }),
    ...(DynamoDBStreamParameters === undefined || dynamoDb === undefined
      ? {}
      : {
          DynamoDBStreamParameters: { ...DynamoDBStreamParameters, StartingPosition: dynamoDb.StartingPosition },
        }),
  };
}
