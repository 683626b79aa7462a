/* A notice stays until the reader puts it away; focus then goes on to the page. */
export function notices(root) {
  for (const button of root.querySelectorAll("button[data-dismiss][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const notice = button.closest(".notice");
      const group = notice.closest(".notices");
      notice.remove();
      if (group && !group.querySelector(".notice")) {
        group.remove();
        document.getElementById("main")?.focus();
      } else {
        group?.focus();
      }
    });
  }
}
