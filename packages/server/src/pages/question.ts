/** One more question before something is deleted. The answer is an action of the account page like any other. */
import type { World } from "../core/ports.ts";
import type { OpenFlow } from "./flow.ts";
import { pageFrame } from "./page-frame.ts";
import type { StepResult } from "./step.ts";
import { type QuestionProps, renderQuestion } from "./views/question.tsx";

export function question(
  world: World,
  open: OpenFlow,
  asked: Pick<QuestionProps, "title" | "what" | "yes" | "hidden">,
): StepResult {
  const html = renderQuestion({ ...pageFrame(world, open), ...asked });
  return { kind: "page", html };
}
