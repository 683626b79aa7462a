/* Copy buttons: shown only where the browser can copy. */
import { say } from "./announce.js";

export function copyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy][hidden]")) {
    button.hidden = false;
    const label = button.querySelector("[data-copy-label]");
    const before = label.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = button.dataset.copied;
      button.classList.add("is-done");
      say(button.dataset.copied);
      setTimeout(() => {
        label.textContent = before;
        button.classList.remove("is-done");
      }, 3000);
    });
  }
}
