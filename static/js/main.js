/* Everything here only makes working pages smoother; none of it is needed.
   Each module takes a part of the page and can be run again on parts that arrive later. */
import { announce } from "./announce.js";
import { clamps } from "./clamp.js";
import { copyButtons } from "./copy.js";
import { dialogs } from "./dialog.js";
import { filters } from "./filters.js";
import { focusFirst } from "./focus.js";
import { fragments } from "./fragments.js";
import { menus } from "./menu.js";
import { notices } from "./notices.js";
import { reasons } from "./reasons.js";
import { printButtons } from "./print.js";

const onParts = [clamps, copyButtons, notices, printButtons];

function enhance(root) {
  for (const module of onParts) module(root);
}

enhance(document);
dialogs(document);
menus(document);
filters(document);
reasons(document);
focusFirst(document);
fragments(document, (part) => {
  enhance(part);
  announce(part);
});
