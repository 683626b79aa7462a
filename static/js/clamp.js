/* Long texts show three lines; only those that are cut get a "more" button.
   Without scripts the style sheet does not cut at all. */
let number = 0;

function addButton(text, words) {
  const button = document.createElement("button");
  const about = text.closest("tr")?.querySelector("th a")?.textContent.trim();
  if (!text.id) text.id = `clamp-${(number += 1)}`;
  button.type = "button";
  button.className = "clamp__more";
  button.setAttribute("aria-controls", text.id);
  const show = (open) => {
    text.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? words.less : words.more;
    if (about) button.setAttribute("aria-label", `${button.textContent}: ${about}`);
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  show(false);
  text.after(button);
}

export function clamps(root) {
  const groups = [...root.querySelectorAll("[data-more]")];
  if (root instanceof Element && root.matches("[data-more]")) groups.push(root);
  for (const group of groups) {
    const words = { more: group.dataset.more, less: group.dataset.less };
    const cut = [...group.querySelectorAll(".clamp:not([id])")].filter(
      (text) => text.scrollHeight > text.clientHeight + 2,
    );
    for (const text of cut) addButton(text, words);
  }
}
