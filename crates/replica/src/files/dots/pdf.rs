//! The pages of a PDF and the pictures that fill them.

use std::collections::HashMap;

use super::content::pictures;
use super::object::{Object, Words, objects, packed};

/// A picture that is spread over less of its page than this is a seal or a sign, and no scan.
const LEAST_OF_PAGE: f64 = 0.4;
const MOST_PAGES: usize = 2_000;
/// A4, where a page does not say.
const A4: [f64; 4] = [0.0, 0.0, 595.0, 842.0];

struct Pdf<'b> {
    objects: HashMap<u32, Object<'b>>,
    packed: HashMap<u32, Words>,
}

/// Of the page that has the fewest; None where no page is a picture.
pub fn least_dots(bytes: &[u8]) -> Option<u32> {
    let objects = objects(bytes);
    let packed = packed(&objects);
    let pdf = Pdf { objects, packed };
    let own = pdf.objects.values().map(|object| &object.words);
    let pages = own.chain(pdf.packed.values()).filter(|words| words.name("Type") == Some("Page"));
    pages.take(MOST_PAGES).filter_map(|page| pdf.dots_of(page)).min()
}

impl Pdf<'_> {
    fn words(&self, number: u32) -> Option<&Words> {
        self.objects.get(&number).map(|object| &object.words).or_else(|| self.packed.get(&number))
    }

    /// What the page says of itself, or one of those that it stands in.
    fn inherited<T>(&self, page: &Words, told: impl Fn(&Words) -> Option<T>) -> Option<T> {
        let mut at = page;
        for _ in 0..16 {
            if let Some(found) = told(at) {
                return Some(found);
            }
            at = self.words(at.reference("Parent")?)?;
        }
        None
    }

    fn dots_of(&self, page: &Words) -> Option<u32> {
        let [left, low, right, high] =
            self.inherited(page, |words| words.rectangle("MediaBox")).unwrap_or(A4);
        let area = ((right - left) * (high - low)).abs();
        let named = self.pictures_of(page);
        let parts = page.references("Contents");
        let mut content = Vec::new();
        for (_, part) in parts.iter().take(64) {
            content.extend(self.objects.get(part).and_then(Object::inflated)?);
            content.push(b'\n');
        }
        let spread =
            pictures(&content).into_iter().filter(|drawn| drawn.width * drawn.height > area * LEAST_OF_PAGE);
        let dots = spread.filter_map(|drawn| {
            let picture = &self.objects.get(named.get(&drawn.name)?)?.words;
            let (width, height) = (picture.whole("Width")?, picture.whole("Height")?);
            let to_an_inch = |pixels: usize, points: f64| pixels as f64 / (points / 72.0);
            Some(to_an_inch(width, drawn.width).min(to_an_inch(height, drawn.height)))
        });
        // A page may lie in several layers: the sharpest of them is what is read.
        let most = dots.fold(0.0, f64::max);
        (1.0..100_000.0).contains(&most).then(|| most.round() as u32)
    }

    /// The pictures that the page has, by the names that it draws them by.
    fn pictures_of(&self, page: &Words) -> HashMap<String, u32> {
        let resources = self.inherited(page, |words| match words.within("Resources") {
            Some(own) => Some(own),
            None => self.words(words.reference("Resources")?).cloned(),
        });
        let Some(resources) = resources else { return HashMap::new() };
        let named = match resources.within("XObject") {
            Some(_) => resources.references("XObject"),
            None => {
                let elsewhere = resources.reference("XObject").and_then(|number| self.words(number));
                elsewhere.map_or_else(Vec::new, Words::all_references)
            }
        };
        let is_picture = |number: &u32| {
            self.objects.get(number).is_some_and(|object| object.words.name("Subtype") == Some("Image"))
        };
        named.into_iter().filter(|(_, number)| is_picture(number)).collect()
    }
}
