/** Where a trigger's ARN leads: a webhook, or a Lambda Invoke API. Local modules are the operator's alone to name. */
export type TriggerTarget =
  | { readonly arn: string; readonly kind: "webhook"; readonly url: string; readonly sealedSecret: string }
  | {
      readonly arn: string;
      readonly kind: "lambda";
      /** Of the Invoke API: `http://localhost:3001`, say. */
      readonly endpoint: string;
      readonly functionName: string;
    };
