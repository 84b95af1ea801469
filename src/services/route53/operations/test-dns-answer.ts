// TestDNSAnswer: what the name server answers for a name of a zone.

import type { TestDNSAnswerCommandInput, TestDNSAnswerCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { answerQuestion } from "../answering/answer.ts";
import { textOfAnswers } from "../answering/answer-text.ts";
import { invalidInput } from "../errors.ts";
import { liesIn, requireName } from "../names.ts";
import { requireZone } from "../zones.ts";

export const testDNSAnswer = defineOperation<Input<TestDNSAnswerCommandInput>, TestDNSAnswerCommandOutput>(
  "TestDNSAnswer",
  (input, context) => {
    const { RecordType: type } = input;
    const name = requireName(input.RecordName, invalidInput);
    return context.store.read((tx) => {
      const zone = requireZone(tx, context, input.HostedZoneId);
      if (!liesIn(name, zone.name)) throw invalidInput(`The record name ${name} does not lie in the zone ${zone.name}`);
      const answer = answerQuestion(tx, { name, type }, context.random, { owner: context, zone });
      return {
        Nameserver: zone.nameServers[0] ?? "",
        RecordName: input.RecordName,
        RecordType: type,
        RecordData: textOfAnswers(answer, name, type),
        ResponseCode: answer.rcode,
        Protocol: "UDP",
      };
    });
  },
);
