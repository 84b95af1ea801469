// Goal: AWS's sample of a chat over WebSockets (aws-samples/simple-websockets-chat-app, its shape) works as it is deployed. Method: a SAM
// template of an API with $connect, $disconnect and sendmessage over a table; two clients over real sockets, one of whom leaves.

import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { join } from "../../src/services/apigatewayv2/execute/websocket/test/fixture.ts";
import { sharedYard } from "../../src/testing/harness.ts";

const table = `
import { DynamoDBClient, DeleteItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
const dynamo = new DynamoDBClient({});
const TableName = process.env.TABLE_NAME;
`;
const CONNECT = `${table}
export const handler = async ({ requestContext }) => {
  await dynamo.send(new PutItemCommand({ TableName, Item: { connectionId: { S: requestContext.connectionId } } }));
  return { statusCode: 200, body: "Connected." };
};`;
const DISCONNECT = `${table}
export const handler = async ({ requestContext }) => {
  await dynamo.send(new DeleteItemCommand({ TableName, Key: { connectionId: { S: requestContext.connectionId } } }));
  return { statusCode: 200 };
};`;
const SEND = `import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
${table}
export const handler = async ({ body, requestContext: { domainName, stage } }) => {
  const management = new ApiGatewayManagementApiClient({ endpoint: \`http://\${domainName}/\${stage}\` });
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName }));
  const Data = JSON.parse(body).data;
  await Promise.all(
    Items.map(async ({ connectionId: { S: ConnectionId } }) => {
      try {
        await management.send(new PostToConnectionCommand({ ConnectionId, Data }));
      } catch (error) {
        if (error.name !== "GoneException") throw error;
        await dynamo.send(new DeleteItemCommand({ TableName, Key: { connectionId: { S: ConnectionId } } }));
      }
    }),
  );
  return { statusCode: 200, body: "Data sent." };
};`;

const ref = (name: string) => ({ Ref: name });

/** A route with a function of its own. */
function route(name: string, routeKey: string, code: string, policies: readonly object[]): Record<string, object> {
  return {
    [`${name}Function`]: {
      Type: "AWS::Serverless::Function",
      Properties: {
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        InlineCode: code,
        Timeout: 20,
        MemorySize: 256,
        Environment: { Variables: { TABLE_NAME: ref("Connections") } },
        Policies: policies,
      },
    },
    [`${name}Permission`]: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        Action: "lambda:InvokeFunction",
        FunctionName: ref(`${name}Function`),
        Principal: "apigateway.amazonaws.com",
      },
    },
    [`${name}Integration`]: {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: {
        ApiId: ref("Chat"),
        IntegrationType: "AWS_PROXY",
        IntegrationUri: {
          "Fn::Sub": `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}Function.Arn}/invocations`,
        },
      },
    },
    [`${name}Route`]: {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: {
        ApiId: ref("Chat"),
        RouteKey: routeKey,
        AuthorizationType: "NONE",
        Target: { "Fn::Sub": `integrations/\${${name}Integration}` },
      },
    },
  };
}

const crud = { DynamoDBCrudPolicy: { TableName: ref("Connections") } };
const manage = {
  Statement: [
    {
      Effect: "Allow",
      Action: ["execute-api:ManageConnections"],
      Resource: [{ "Fn::Sub": "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Chat}/*" }],
    },
  ],
};

const TEMPLATE = {
  Transform: "AWS::Serverless-2016-10-31",
  Resources: {
    Chat: {
      Type: "AWS::ApiGatewayV2::Api",
      Properties: {
        Name: "SimpleChatWebSocket",
        ProtocolType: "WEBSOCKET",
        RouteSelectionExpression: "$request.body.message",
      },
    },
    ...route("Connect", "$connect", CONNECT, [crud]),
    ...route("Disconnect", "$disconnect", DISCONNECT, [crud]),
    ...route("Send", "sendmessage", SEND, [crud, manage]),
    Deployment: {
      Type: "AWS::ApiGatewayV2::Deployment",
      DependsOn: ["ConnectRoute", "SendRoute", "DisconnectRoute"],
      Properties: { ApiId: ref("Chat") },
    },
    Stage: {
      Type: "AWS::ApiGatewayV2::Stage",
      Properties: { StageName: "Prod", DeploymentId: ref("Deployment"), ApiId: ref("Chat") },
    },
    Connections: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        AttributeDefinitions: [{ AttributeName: "connectionId", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "connectionId", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      },
    },
  },
  Outputs: { Api: { Value: ref("Chat") }, Table: { Value: ref("Connections") } },
};

test("a chat: who connects is known, hears what is said, and is forgotten when gone", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const stacks = account.client(CloudFormationClient);
  const Capabilities = ["CAPABILITY_IAM" as const, "CAPABILITY_AUTO_EXPAND" as const];
  await stacks.send(
    new CreateStackCommand({ StackName: "chat", TemplateBody: JSON.stringify(TEMPLATE), Capabilities }),
  );
  await yard.yard.context.jobs.settled();
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: "chat" }));
  expect(Stacks?.[0]?.StackStatus).toBe("CREATE_COMPLETE");
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue = "" }) => [OutputKey, OutputValue]));
  const dynamo = account.client(DynamoDBClient);
  const known = async (): Promise<number> =>
    (await dynamo.send(new ScanCommand({ TableName: outputs.get("Table") }))).Count ?? 0;

  const { port } = new URL(yard.origin);
  const host = `${outputs.get("Api")}.execute-api.localhost:${port}`;
  const enter = () => join(`ws://127.0.0.1:${port}/Prod`, { headers: { host } });
  const [ann, ben] = [await enter(), await enter()];
  expect(await known()).toBe(2);
  ann.send({ message: "sendmessage", data: "hello, world" });
  expect(await Promise.all([ann.next(), ben.next()])).toEqual(["hello, world", "hello, world"]);
  ben.socket.close();
  await ben.closed;
  await yard.yard.context.jobs.settled();
  expect(await known()).toBe(1);
  ann.send({ message: "sendmessage", data: "anybody there?" });
  expect(await ann.next()).toBe("anybody there?");
  ann.socket.close();
  await ann.closed;
}, 60_000);

const ECHO = `import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
export const handler = async ({ body, requestContext: { connectionId, domainName, stage, routeKey, authorizer } }) => {
  if (routeKey === "$connect") return { statusCode: 200 };
  const management = new ApiGatewayManagementApiClient({ endpoint: \`http://\${domainName}/\${stage}\` });
  const Data = \`\${authorizer?.principalId}: \${JSON.parse(body).data}\`;
  await management.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data }));
  return { statusCode: 200 };
};`;
const AUTHORIZE = `export const handler = async ({ methodArn, queryStringParameters }) => ({
  principalId: queryStringParameters?.name,
  policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: methodArn }] },
});`;

function inlineFunction(code: string, policies: readonly object[] = []): object {
  return {
    Type: "AWS::Serverless::Function",
    Properties: { Runtime: "nodejs22.x", Handler: "index.handler", InlineCode: code, Policies: policies },
  };
}

const SHORT = {
  Transform: "AWS::Serverless-2016-10-31",
  Globals: { WebSocketApi: { RouteSelectionExpression: "$request.body.action" }, Function: { Timeout: 20 } },
  Resources: {
    Chat: {
      Type: "AWS::Serverless::WebSocketApi",
      Properties: {
        StageName: "live",
        Auth: {
          AuthType: "CUSTOM",
          AuthArn: { "Fn::GetAtt": ["Authorize", "Arn"] },
          IdentitySource: ["route.request.querystring.name"],
        },
        Routes: {
          $connect: { FunctionArn: { "Fn::GetAtt": ["Echo", "Arn"] } },
          say: { FunctionArn: { "Fn::GetAtt": ["Echo", "Arn"] } },
        },
        RouteSettings: { say: { DataTraceEnabled: false } },
        Tags: { team: "chat" },
      },
    },
    Echo: inlineFunction(ECHO, [manage]),
    Authorize: inlineFunction(AUTHORIZE),
  },
  Outputs: { Api: { Value: ref("Chat") }, Stage: { Value: ref("Chat.Stage") } },
};

// Goal: SAM's type for WebSocket APIs makes one that answers. Method: two routes over one function and an authorizer, a client over a real socket.
test("AWS::Serverless::WebSocketApi: who is let in is answered", async () => {
  const yard = await sharedYard();
  const stacks = yard.account().client(CloudFormationClient);
  const Capabilities = ["CAPABILITY_IAM" as const, "CAPABILITY_AUTO_EXPAND" as const];
  await stacks.send(new CreateStackCommand({ StackName: "short", TemplateBody: JSON.stringify(SHORT), Capabilities }));
  await yard.yard.context.jobs.settled();
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: "short" }));
  expect(Stacks?.[0]?.StackStatusReason).toBeUndefined();
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue = "" }) => [OutputKey, OutputValue]));
  expect(outputs.get("Stage")).toBe("live");
  const { port } = new URL(yard.origin);
  const host = `${outputs.get("Api")}.execute-api.localhost:${port}`;
  await expect(join(`ws://127.0.0.1:${port}/live`, { headers: { host } })).rejects.toThrow("401");
  const ann = await join(`ws://127.0.0.1:${port}/live?name=ann`, { headers: { host } });
  ann.send({ action: "say", data: "hello" });
  expect(await ann.next()).toBe("ann: hello");
  ann.socket.close();
  await ann.closed;
}, 60_000);
