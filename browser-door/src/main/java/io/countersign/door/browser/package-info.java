/** What is the same at the doors that people come to with a browser: the sign-in, the session it gives, and its forms. */
@NullMarked
package io.countersign.door.browser;

import org.jspecify.annotations.NullMarked;
