/* Says to screen readers what a swapped part of the page now holds.
   The live region stays put; a region that arrives together with its text is often not read. */
let region = null;

function liveRegion() {
  if (!region) {
    region = document.createElement("p");
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  return region;
}

export function say(text) {
  const place = liveRegion();
  place.textContent = "";
  setTimeout(() => {
    place.textContent = text;
  }, 100);
}

export function announce(part) {
  const told = part.querySelector("[data-announce]");
  if (told) say(told.textContent.trim().replace(/\s+/g, " "));
}

liveRegion();
