/* A ready-made reason that is ticked goes into the text below, where it can be edited. Without this
   script the server puts the ticked ones before the text. */
export function reasons(root) {
  for (const group of root.querySelectorAll("[data-reasons]")) {
    const text = group.closest("form").querySelector("textarea");
    for (const box of group.querySelectorAll("input[type=checkbox]")) {
      const sentence = box.closest("label").textContent.trim();
      box.removeAttribute("name"); // the text says it now
      if (box.checked) put(text, sentence);
      box.addEventListener("change", () => {
        if (box.checked) put(text, sentence);
        else take(text, sentence);
      });
    }
  }
}

function put(text, sentence) {
  if (text.value.includes(sentence)) return;
  text.value = text.value.trim() ? `${text.value.trim()}\n\n${sentence}` : sentence;
}

function take(text, sentence) {
  text.value = text.value
    .replace(sentence, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
