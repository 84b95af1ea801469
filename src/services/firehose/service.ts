// Amazon Data Firehose. Table of contents.

import { defineService } from "../../service/service.ts";
import { countCall } from "./metrics.ts";
import { closeJob } from "./buffers.ts";
import { constraints } from "./constraints.ts";
import { deliverJob } from "./deliver.ts";
import { createDeliveryStream } from "./operations/create-delivery-stream.ts";
import { deleteDeliveryStream } from "./operations/delete-delivery-stream.ts";
import { describeDeliveryStream } from "./operations/describe-delivery-stream.ts";
import { listDeliveryStreams } from "./operations/list-delivery-streams.ts";
import { listTagsForDeliveryStream } from "./operations/list-tags-for-delivery-stream.ts";
import { putRecordBatch } from "./operations/put-record-batch.ts";
import { putRecord } from "./operations/put-record.ts";
import { startDeliveryStreamEncryption } from "./operations/start-delivery-stream-encryption.ts";
import { stopDeliveryStreamEncryption } from "./operations/stop-delivery-stream-encryption.ts";
import { tagDeliveryStream } from "./operations/tag-delivery-stream.ts";
import { untagDeliveryStream } from "./operations/untag-delivery-stream.ts";
import { updateDestination } from "./operations/update-destination.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { deliveryStreamType } from "./resources/delivery-stream.ts";
import { startSources } from "./source-poller.ts";
import { sweepJob, transitionJob } from "./transitions.ts";
import { records } from "./views.ts";

/** Destinations behind which there is no service here. */
const MISSING_DESTINATIONS = [
  "AmazonOpenSearchServerlessDestination",
  "AmazonopensearchserviceDestination",
  "ElasticsearchDestination",
  "IcebergDestination",
  "RedshiftDestination",
  "SnowflakeDestination",
  "SplunkDestination",
];

export const firehose = defineService({
  id: "firehose",
  operations: [
    createDeliveryStream,
    deleteDeliveryStream,
    describeDeliveryStream,
    listDeliveryStreams,
    listTagsForDeliveryStream,
    putRecord,
    putRecordBatch,
    startDeliveryStreamEncryption,
    stopDeliveryStreamEncryption,
    tagDeliveryStream,
    untagDeliveryStream,
    updateDestination,
  ],
  permissions,
  counts: countCall,
  constraints,
  unserved: {
    CreateDeliveryStream: [
      ...MISSING_DESTINATIONS.map((name) => `${name}Configuration`),
      // There is neither MSK nor RDS here.
      "DatabaseSourceConfiguration",
      "MSKSourceConfiguration",
    ],
    UpdateDestination: MISSING_DESTINATIONS.map((name) => `${name}Update`),
  },
  jobs: [closeJob, deliverJob, sweepJob, transitionJob],
  resourceTypes: [deliveryStreamType],
  tagging,
  views: { records },
  start: startSources,
});
