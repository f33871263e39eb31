/** `/` outside development mode: says whose server this is and nothing a stranger could use. */
import { renderPage } from "./layout.tsx";

export function renderHome(): string {
  return renderPage({
    title: "Poolhouse",
    house: "Poolhouse",
    children: <h1 class="visually-hidden">Poolhouse</h1>,
  });
}
