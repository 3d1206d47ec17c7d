// Makes elements. Text becomes text and nothing else: no part of this page is ever made from markup.

/** An element with its properties, those of its dataset, and its children: elements, texts, or nothing. */
export const el = (tag, properties = {}, ...children) => {
  const { data = {}, ...others } = properties;
  const element = Object.assign(document.createElement(tag), others);
  Object.assign(element.dataset, data);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
};

export const $ = (id) => document.getElementById(id);
