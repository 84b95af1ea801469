import { describe, expect, test } from "vitest";
import { output } from "../system/define-system.ts";
import type { System, Unit } from "../system/system.ts";
import { DEV, systemOf, unitOf } from "../test/systems.ts";
import type { Edge } from "./edges.ts";
import { describeReason, placeText } from "./edges.ts";
import { buildGraph } from "./graph.ts";

// One line for each place that makes an edge: who, whom, why, what kind, where, and what is read.
function edgesOf(...units: readonly Unit[]): readonly string[] {
  const { graph } = buildGraph(systemOf(...units), DEV, "eu-central-1");
  return graph.edges.filter((edge) => edge.evidence.length > 0).flatMap(lines);
}

function lines({ from, to, reason, evidence }: Edge): readonly string[] {
  return evidence.map(({ kind, position, reader, path, target }) => {
    const read = target === undefined ? "" : ` -> ${target.unit}.${target.logicalId}`;
    const place = reader === undefined ? path : `${reader.logicalId}.${path}`;
    return `${from} ${to} ${describeReason(reason)}: ${kind} at ${placeText(position)} ${place}${read}`;
  });
}

const TOPIC = unitOf(
  "payment",
  `Resources:
  PaymentTopic: { Type: AWS::SNS::Topic }
Outputs:
  TopicArn: { Value: !Ref PaymentTopic, Export: { Name: PaymentTopicArn } }
`,
);

describe("loops", () => {
  // Goal: what Fn::ForEach makes has edges like all else. Method: resources in a loop over a parameter, and outputs in a loop in a loop.
  test("are written out over parameters and in each other, with the loop's place", () => {
    const topics = unitOf(
      "topics",
      `Transform: AWS::LanguageExtensions
Parameters:
  Names: { Type: CommaDelimitedList, Default: "paid,sent" }
Resources:
  Fn::ForEach::Topics:
    - Name
    - !Ref Names
    - "\${Name}Topic": { Type: AWS::SNS::Topic }
Outputs:
  Fn::ForEach::Outs:
    - Stage
    - [a]
    - Fn::ForEach::Inner:
        - Name
        - !Ref Names
        - "\${Name}\${Stage}":
            Value: !Ref "\${Name}Topic"
            Export: { Name: !Sub "\${Name}-\${Stage}" }
`,
    );
    const reader = unitOf(
      "reader",
      `Transform: [AWS::LanguageExtensions]
Resources:
  Fn::ForEach::Subscriptions:
    - Name
    - [paid, sent]
    - "Subscription&{Name}":
        Type: AWS::SNS::Subscription
        Properties: { Protocol: sqs, TopicArn: !ImportValue "\${Name}-a" }
`,
    );
    expect(edgesOf(topics, reader).map((line) => line.replace(/ at \S+ /, " "))).toEqual([
      'reader topics imports "paid-a": event Subscriptionpaid.Properties.TopicArn -> topics.paidTopic',
      'reader topics imports "sent-a": event Subscriptionsent.Properties.TopicArn -> topics.sentTopic',
    ]);
    expect(edgesOf(topics, reader)[0]).toMatch(/ at \S+:3/);
  });

  test("stay as they are where only the cloud knows what they go over", () => {
    const open = unitOf(
      "open",
      `Transform: AWS::LanguageExtensions
Parameters:
  Names: { Type: CommaDelimitedList }
Resources:
  Fn::ForEach::Topics: [Name, !Ref Names, { "\${Name}Topic": { Type: AWS::SNS::Topic } }]
`,
    );
    expect(edgesOf(TOPIC, open)).toEqual([]);
  });
});

describe("inferred edges", () => {
  // Goal: an import says what it couples and where, through whatever functions stand around it. Method: a subscription, a
  // policy, a variable.
  test("knows events by what is imported and who imports", () => {
    const user = unitOf(
      "user",
      `Resources:
  Subscription:
    Type: AWS::SNS::Subscription
    Properties:
      Protocol: sqs
      TopicArn: !ImportValue PaymentTopicArn
  Publish:
    Type: AWS::Serverless::Function
    Properties:
      Environment: { Variables: { TOPIC: !Join ["", [!ImportValue PaymentTopicArn]] } }
      Policies:
        - Statement:
            - Action: sns:Publish
              Resource: !Sub ["\${Arn}", { Arn: !ImportValue PaymentTopicArn }]
`,
    );
    const read = 'user payment imports "PaymentTopicArn": event at user/template.yaml';
    expect(edgesOf(TOPIC, user)).toEqual([
      `${read}:6 Subscription.Properties.TopicArn -> payment.PaymentTopic`,
      `${read}:10 Publish.Properties.Environment.Variables.TOPIC -> payment.PaymentTopic`,
      `${read}:14 Publish.Properties.Policies.0.Statement.0.Resource -> payment.PaymentTopic`,
    ]);
  });

  // Goal: the kind comes from the types at both ends. Method: one output of each type, bound to parameters of one unit.
  test.each([
    ["AWS::DynamoDB::Table", "!Ref It", "data"],
    ["AWS::DynamoDB::Table", "!GetAtt It.StreamArn", "event"],
    ["AWS::S3::Bucket", "!GetAtt It.Arn", "data"],
    ["AWS::SQS::Queue", "!GetAtt It.Arn", "event"],
    ["AWS::Lambda::Function", "!GetAtt It.Arn", "call"],
    ["AWS::Serverless::HttpApi", "!Sub 'https://${It}.execute-api.${AWS::Region}.amazonaws.com'", "call"],
    ["AWS::Cognito::UserPool", "!Ref It", "value"],
    ["AWS::Serverless::Function", "!GetAtt ServerlessHttpApi.ApiEndpoint", "call"],
  ])("takes %s by %s for %s", (type, value, kind) => {
    const giver = unitOf("giver", `Resources: { It: { Type: ${type} } }\nOutputs: { Out: { Value: ${value} } }\n`);
    const taker = unitOf(
      "taker",
      `Parameters: { In: { Type: String } }
Resources:
  F: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { IN: !Ref In } } } }
`,
      { parameters: { In: output("giver", "Out") } },
    );
    const { graph } = buildGraph(systemOf(giver, taker), DEV, "eu-central-1");
    expect(graph.edges.map((edge) => [edge.to, edge.reason.kind, edge.kind])).toEqual([["giver", "parameter", kind]]);
  });

  // Goal: SSM parameters and secrets connect who declares them with who reads them. Method: each way of reading.
  test("finds SSM parameters and secrets", () => {
    const giver = unitOf(
      "giver",
      `Parameters: { Stage: { Type: String } }
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Address: { Type: AWS::SSM::Parameter, Properties: { Name: !Sub "/shop/\${Stage}/topic", Type: String, Value: !Ref Topic } }
  Card: { Type: AWS::SecretsManager::Secret, Properties: { Name: shop/card } }
`,
    );
    const taker = unitOf(
      "taker",
      `Parameters:
  TopicArn: { Type: "AWS::SSM::Parameter::Value<String>", Default: /shop/dev/topic }
Resources:
  Subscription: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref TopicArn } }
  Reader:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          TOPIC: "{{resolve:ssm:/shop/dev/topic:1}}"
          CARD: "{{resolve:secretsmanager:shop/card:SecretString:key}}"
          NAME: /shop/dev/topic
      Policies:
        - Statement:
            Resource: !Sub arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/shop/dev/topic
`,
    );
    expect(edgesOf(giver, taker)).toEqual([
      'taker giver reads SSM parameter "/shop/dev/topic": event at taker/template.yaml:4 Subscription.Properties.TopicArn -> giver.Topic',
      'taker giver reads SSM parameter "/shop/dev/topic": event at taker/template.yaml:10 Reader.Properties.Environment.Variables.TOPIC -> giver.Topic',
      'taker giver reads secret "shop/card": value at taker/template.yaml:11 Reader.Properties.Environment.Variables.CARD -> giver.Card',
      'taker giver names "shop/dev/topic": value at taker/template.yaml:12 Reader.Properties.Environment.Variables.NAME -> giver.Address',
      'taker giver names "shop/dev/topic": value at taker/template.yaml:15 Reader.Properties.Policies.0.Statement.Resource -> giver.Address',
    ]);
  });

  const NAMED = unitOf(
    "orders",
    `Parameters: { Stage: { Type: String } }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub "\${Stage}-orders" } }
  Table: { Type: AWS::DynamoDB::Table, Properties: { TableName: !Join ["-", [!Ref AWS::StackName, items]] } }
  Files: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "files-\${AWS::AccountId}" } }
  Place: { Type: AWS::Lambda::Function, Properties: { FunctionName: place } }
  Domain: { Type: AWS::ApiGatewayV2::DomainName, Properties: { DomainName: api.shop.example } }
`,
  );

  // Goal: names that no import shows are found where they mean the resource. Method: one notation each.
  test.each([
    ["an ARN", "!Sub arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:dev-orders", "event", "Queue"],
    ["an ARN with wildcards for place and account", "arn:aws:sqs:*:*:dev-orders", "event", "Queue"],
    ["a queue's URL", "!Sub https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/dev-orders", "event", "Queue"],
    ["a name with the stack's", "shop-dev-orders-items", "data", "Table"],
    [
      "a table's index",
      "!Sub arn:aws:dynamodb:eu-central-1:${AWS::AccountId}:table/shop-dev-orders-items/index/*",
      "data",
      "Table",
    ],
    ["a table's stream", "arn:aws:dynamodb:eu-central-1:1:table/shop-dev-orders-items/stream/2026", "event", "Table"],
    ["a name with the account", "!Sub arn:aws:s3:::files-${AWS::AccountId}/*", "data", "Files"],
    [
      "a function with a version",
      "!Sub arn:aws:lambda:eu-central-1:${AWS::AccountId}:function:place:3",
      "call",
      "Place",
    ],
    ["a host in a URL", "https://api.shop.example/v1", "call", "Domain"],
    ["a pattern that means one unit", "arn:aws:dynamodb:*:*:table/shop-dev-orders-*", "data", "Table"],
  ])("finds %s", (_, value, kind, logicalId) => {
    const user = unitOf(
      "user",
      `Resources: { F: { Type: AWS::Lambda::Function, Properties: { Anything: ${JSON.stringify(value).startsWith('"!') ? value.replace(/ (.*)$/s, " '$1'") : JSON.stringify(value)} } } }\n`,
    );
    const { graph } = buildGraph(systemOf(NAMED, user), DEV, "eu-central-1");
    const targets = graph.edges.map((edge) => [
      edge.to,
      edge.reason.kind,
      edge.kind,
      edge.evidence[0]?.target?.logicalId,
    ]);
    expect(targets).toEqual([["orders", "identifier", kind, logicalId]]);
  });

  // Goal: text that looks alike makes no edge. Method: short names out of place, other services, prose, one's own names.
  test.each([
    ["a short word elsewhere", "Properties: { Path: place }"],
    ["an ARN of another service", "Properties: { X: 'arn:aws:sns:eu-central-1:1:dev-orders' }"],
    ["prose", "Properties: { Description: 'Reads dev-orders', Tags: [{ Key: a, Value: dev-orders }] }"],
    ["a pattern for everybody", "Properties: { X: 'arn:aws:sqs:*:*:*' }"],
    ["a longer name", "Properties: { X: 'arn:aws:sqs:eu-central-1:1:dev-orders-dead' }"],
  ])("takes %s for nothing", (_, properties) => {
    expect(
      edgesOf(NAMED, unitOf("user", `Resources: { F: { Type: AWS::Lambda::Function, ${properties} } }\n`)),
    ).toEqual([]);
  });

  // Goal: a function's name is recognised where a permission means it, not where another function is given the same, nor where a unit has
  // a function of that name itself. Method: one unit with all three.
  test("tells the use of a name from the giving of it", () => {
    const permission =
      "P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: place, Principal: s3.amazonaws.com } }";
    const own = "Mine: { Type: AWS::Lambda::Function, Properties: { FunctionName: place } }";
    const user = (...resources: readonly string[]) => unitOf("user", `Resources:\n  ${resources.join("\n  ")}\n`);
    expect(edgesOf(NAMED, user(permission))).toEqual([
      'user orders names "place": event at user/template.yaml:2 P.Properties.FunctionName -> orders.Place',
    ]);
    expect(edgesOf(NAMED, user(own))).toEqual([]);
    expect(edgesOf(NAMED, user(own, permission))).toEqual([]);
  });

  // Goal: what a condition leaves out makes no edge, and conditions over parameters are worked out. Method: both branches.
  test("works out conditions and maps", () => {
    const user = unitOf(
      "user",
      `Parameters: { Stage: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Stage, prod], IsNot: !Not [{ Condition: IsProd }] }
Mappings: { Names: { dev: { Export: PaymentTopicArn } } }
Resources:
  Never: { Type: AWS::SNS::Subscription, Condition: IsProd, Properties: { TopicArn: !ImportValue PaymentTopicArn } }
  Other: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !If [IsProd, !ImportValue PaymentTopicArn, none] } }
  Listed:
    Type: AWS::SNS::Subscription
    Condition: IsNot
    Properties: { TopicArn: !ImportValue { "Fn::FindInMap": [Names, !Ref Stage, Export] } }
`,
    );
    expect(edgesOf(TOPIC, user)).toEqual([
      'user payment imports "PaymentTopicArn": event at user/template.yaml:10 Listed.Properties.TopicArn -> payment.PaymentTopic',
    ]);
  });

  // Goal: names in policies, which nothing checks at deployment, never make a circle out of an order. Method: two units that
  // name each other, one of them in a policy only.
  test("lets policies name each other", () => {
    const named = (name: string): string =>
      `Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: ${name}-queue-1 } }`;
    const a = unitOf(
      "a",
      `Resources:\n  ${named("a")}\n  P: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: { Resource: arn:aws:sqs:x:1:b-queue-1 } } }\n`,
    );
    const b = unitOf(
      "b",
      `Resources:\n  ${named("b")}\n  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: arn:aws:sqs:x:1:a-queue-1 } }\n`,
    );
    const { graph, diagnostics } = buildGraph(systemOf(b, a), DEV, undefined);
    expect(diagnostics).toEqual([]);
    expect(graph.order).toEqual(["a", "b"]);
    expect(graph.runtimeOnly.map(({ from, to }) => [from, to])).toEqual([["a", "b"]]);
  });

  // Goal: two units that would fight for a name are told before the cloud tells them. Method: the same queue name twice.
  test("reports a name that two units give", () => {
    const queue = "Resources: { Q: { Type: AWS::SQS::Queue, Properties: { QueueName: jobs } } }\n";
    const { graph, diagnostics } = buildGraph(systemOf(unitOf("a", queue), unitOf("b", queue)), DEV, undefined);
    expect(diagnostics.map(({ code, severity, position }) => [code, severity, position?.file])).toEqual([
      ["GRAPH_NAME_TWICE", "warning", "b/template.yaml"],
    ]);
    expect(graph.edges).toEqual([]);
  });
});

describe("declarations", () => {
  // Goal: where a system asks for it, what is used is declared and what is declared is used. Method: one unit with one of each mistake.
  test("are held against what units do", () => {
    const user = unitOf(
      "user",
      "Resources:\n  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !ImportValue PaymentTopicArn } }\n",
      { dependsOn: ["mail"] },
    );
    const mail = unitOf("mail", "Resources: { Q: { Type: AWS::SQS::Queue } }\n");
    const problems = (system: System) =>
      buildGraph(system, DEV, undefined).diagnostics.map(({ severity, code, position }) => [
        severity,
        code,
        placeText(position),
      ]);
    expect(problems({ ...systemOf(TOPIC, user, mail), declare: "all" })).toEqual([
      ["error", "GRAPH_UNDECLARED", "user/template.yaml:2"],
      ["warning", "GRAPH_DECLARED_ONLY", "stackyard.config.ts:1"],
    ]);
    expect(problems(systemOf(TOPIC, user, mail))).toEqual([]);
    expect(problems({ ...systemOf(TOPIC, { ...user, dependsOn: ["payment"] }, mail), declare: "all" })).toEqual([]);
  });
});

describe("borrowed units", () => {
  // Goal: what a unit of another environment gives is known, but that unit is not deployed from here. Method: a shared topic whose name
  // carries the other environment's stage.
  test("are depended on and not ordered", () => {
    const home = { ...DEV, name: "global", parameters: { Stage: "all" } };
    const shared = unitOf(
      "shared",
      `Parameters: { Stage: { Type: String } }
Resources: { T: { Type: AWS::SNS::Topic, Properties: { TopicName: !Sub "\${Stage}-news" } } }
Outputs: { Arn: { Value: !Ref T } }
`,
      { tier: "shared" },
    );
    const user = unitOf(
      "user",
      `Parameters: { Arn: { Type: String } }
Resources:
  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref Arn } }
  P: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: { Resource: arn:aws:sns:x:1:all-news } } }
`,
      { parameters: { Arn: output("shared", "Arn") }, dependsOn: ["shared"] },
    );
    const system = { ...systemOf(user), borrowed: [{ unit: shared, environment: home }] };
    const { graph, diagnostics } = buildGraph(system, DEV, undefined);
    expect(diagnostics).toEqual([]);
    expect(graph.order).toEqual(["user"]);
    expect(graph.edges.map((edge) => [edge.to, edge.reason.kind, edge.kind])).toEqual([
      ["shared", "parameter", "event"],
      ["shared", "identifier", "event"],
      ["shared", "declared", "order"],
    ]);
  });
});

describe("what ties publisher and listener", () => {
  // Goal: each kind of wiring has its own remedy. Method: the publisher's unit holds it, the listener's unit gives an output and takes one.
  test.each([
    [
      "a permission",
      "It: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !ImportValue fn, Principal: sns.amazonaws.com } }",
      /Move "It" .* into unit "listener": a permission belongs with its consumer/,
    ],
    [
      "a rule",
      "It: { Type: AWS::Events::Rule, Properties: { Targets: [{ Id: a, Arn: !ImportValue fn }] } }",
      /Move "It" .* into unit "listener": a rule belongs/,
    ],
    [
      "notifications of a bucket",
      "It: { Type: AWS::S3::Bucket, Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Event: a, Function: !ImportValue fn }] } } }",
      /Set "EventBridgeConfiguration" .* AWS::Events::Rule of unit "listener"/,
    ],
    [
      "a topic's own subscription",
      "It: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: lambda, Endpoint: !ImportValue fn }] } }",
      /Move the "Subscription" of topic "It" .* AWS::SNS::Subscription of unit "listener"/,
    ],
    [
      "what is no wiring",
      "It: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { F: !ImportValue fn } } } }",
      /Move what both need into a unit of its own/,
    ],
  ])("moves %s", (_, resource, advice) => {
    const publisher = unitOf(
      "publisher",
      `Resources:\n  ${resource}\nOutputs: { Out: { Value: x, Export: { Name: out } } }\n`,
    );
    const listener = unitOf(
      "listener",
      `Resources:
  F: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { O: !ImportValue out } } } }
Outputs: { Fn: { Value: !GetAtt F.Arn, Export: { Name: fn } } }
`,
    );
    const { diagnostics } = buildGraph(systemOf(publisher, listener), DEV, undefined);
    expect(diagnostics.map((each) => each.code)).toEqual(["GRAPH_CYCLE"]);
    expect(diagnostics[0]?.detail).toMatch(advice);
  });
});

describe("cycles", () => {
  // Goal: the remedy names the resource that is in the wrong unit. Method: the publisher's unit holds the subscription of the
  // unit which listens, and that one imports the topic.
  test("names the subscription to re-home", () => {
    const payment = unitOf(
      "payment",
      `Resources:
  Topic: { Type: AWS::SNS::Topic }
  ToUser:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !ImportValue QueueArn }
Outputs:
  TopicArn: { Value: !Ref Topic, Export: { Name: TopicArn } }
`,
    );
    const user = unitOf(
      "user",
      `Resources:
  Queue: { Type: AWS::SQS::Queue }
  Policy: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Queue], PolicyDocument: { Source: !ImportValue TopicArn } } }
Outputs:
  QueueArn: { Value: !GetAtt Queue.Arn, Export: { Name: QueueArn } }
`,
    );
    const { graph, diagnostics } = buildGraph(systemOf(user, payment), DEV, undefined);
    expect(graph.cycles[0]?.rehomings.map(({ resource, from, to }) => [resource.logicalId, from, to])).toEqual([
      ["ToUser", "payment", "user"],
    ]);
    expect(diagnostics).toMatchObject([
      {
        code: "GRAPH_CYCLE",
        logicalId: "ToUser",
        position: { file: "payment/template.yaml", line: 3 },
        detail:
          '"payment" waits for "user" (imports "QueueArn", payment/template.yaml:5), "user" waits for "payment" (imports "TopicArn", user/template.yaml:3). ' +
          'Move "ToUser" (AWS::SNS::Subscription, payment/template.yaml:3) from unit "payment" into unit "user": a subscription belongs with its consumer.',
      },
    ]);
  });
});
