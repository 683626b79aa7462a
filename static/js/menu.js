/* Menus made of <details>: Escape closes and gives focus back, so does pointing elsewhere. */
export function menus(root) {
  const open = () => root.querySelectorAll("details.menu[open]");
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });
  const closeOthers = (event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  };
  root.addEventListener("pointerdown", closeOthers);
  root.addEventListener("focusin", closeOthers);
}
